import type { TestClient, TestPlatform, ToldError } from '../../../src/testing/index.js';
import { TEST_ISSUER } from '../../../src/testing/test-client.js';

export const GIVE = 'mutation ($input: GrantGiveInput!) { grantGive(input: $input) { grant { id version } userErrors { code message path } } }';
export const END = 'mutation ($input: GrantEndInput!) { grantEnd(input: $input) { grant { id validTo } userErrors { code message path } } }';
export const DEFINE = 'mutation ($input: RoleDefineInput!) { roleDefine(input: $input) { role { id version name } userErrors { code message path } } }';
export const CHANGE = 'mutation ($input: RoleChangeInput!) { roleChange(input: $input) { role { id version } userErrors { code message path } } }';
export const BLOCK = 'mutation ($input: UserBlockInput!) { userBlock(input: $input) { user { id state } userErrors { code message path } } }';
export const UNBLOCK = 'mutation ($input: UserUnblockInput!) { userUnblock(input: $input) { user { id state } userErrors { code message path } } }';

export const everywhere = { everyPlace: true, everyOrganisation: true, everyProgramme: true };

export interface Given {
  readonly id: string;
  readonly version: number;
}

/** Gives and takes as an administrator whom nothing limits would. */
export interface Granting {
  /** @returns the user's id */
  user(subject: string): Promise<string>;
  /** Defines a role of these permissions. @returns its id and version */
  role(name: string, permissions: readonly string[]): Promise<Given>;
  give(userId: string, role: string, scope?: object, more?: object): Promise<Given>;
  end(grant: Given): Promise<void>;
  readonly admin: TestClient;
}

/** An administrator who has every permission there is, by no grant. */
export function granting({ as, platform }: Pick<TestPlatform, 'as' | 'platform'>): Granting {
  const admin = as({ name: 'admin', permissions: platform.plan.modules.flatMap(({ permissions = [] }) => permissions.map(({ name }) => name)) });
  return {
    admin,
    async user(subject) {
      const { userAdd } = await admin.run<{ userAdd: { user: { id: string } } }>(
        'mutation ($input: UserAddInput!) { userAdd(input: $input) { user { id } userErrors { code message path } } }', { input: { issuer: TEST_ISSUER, subject } });
      return userAdd.user.id;
    },
    async role(name, permissions) {
      return (await admin.run<{ roleDefine: { role: Given } }>(DEFINE, { input: { name, description: `Made up: ${name}`, permissions } })).roleDefine.role;
    },
    async give(userId, role, scope = everywhere, more = {}) {
      return (await admin.run<{ grantGive: { grant: Given } }>(GIVE, { input: { userId, role, scope, reason: 'made up for a test', ...more } })).grantGive.grant;
    },
    async end({ id, version }) {
      await admin.run(END, { input: { id, version, reason: 'made up for a test' } });
    },
  };
}

export const codes = (told: readonly ToldError[]): readonly string[] => told.map(({ code }) => code);
