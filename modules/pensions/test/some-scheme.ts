import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';

/** Somebody with every permission. */
export function anybody(platform: TestPlatform, name = 'officer', more: object = {}): TestClient {
  return platform.as({ name, permissions: platform.platform.plan.modules.flatMap((module) => module.permissions ?? []).map((permission) => permission.name), ...more });
}

/** A rule of a version. */
export const rule = (code: string, kind: string, expression: string): object => ({ code, kind, expression });

export interface Said {
  readonly code: string;
  readonly path?: readonly string[];
}

/** Sends a mutation and gives what it answers under its name; fails where it refuses. */
export async function done<T>(client: TestClient, mutation: string, input: object, asks: string): Promise<T> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return (await client.run<Record<string, T>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${asks} userErrors { code message path } } }`, { input }))[mutation] as T;
}

/** Sends a mutation that is refused, and gives why. */
export function refusedBy(client: TestClient, mutation: string, input: object): Promise<readonly Said[]> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return client.refuse(`mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input }) as Promise<readonly Said[]>;
}

/** A pension scheme with a version that one person drafted and another published. */
export async function pensionScheme(platform: TestPlatform, code: string, rules: readonly object[], more: object = {}): Promise<string> {
  const [drafter, publisher] = [anybody(platform, 'drafter'), anybody(platform, 'publisher')];
  const { programme } = await done<{ programme: { id: string } }>(drafter, 'programmeCreate', { code, name: code, scheme: 'pensions', benefitType: 'pension', target: 'PERSON', currency: 'GHS', startsOn: '2000-01-01', ...more }, 'programme { id }');
  let version: object = { programmeId: programme.id, effectiveFrom: '2000-01-01', rules };
  for (const [who, mutation, input] of [[drafter, 'programmeVersionDraft', 'Draft'], [drafter, 'programmeVersionSubmit', 'Move'], [publisher, 'programmeVersionPublish', 'Move']] as const) {
    const answer = await who.run<Record<string, { programmeVersion: { id: string; version: number } }>>(
      `mutation ($input: ProgrammeVersion${input}Input!) { ${mutation}(input: $input) { programmeVersion { id version } userErrors { code message path } } }`, { input: version });
    version = answer[mutation]?.programmeVersion ?? {};
  }
  return programme.id;
}

/** Made-up people who work: their ids by the names that are given. */
export async function workers(platform: TestPlatform, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const client = anybody(platform);
  await client.run('mutation { placesRegister(input: { places: [{ code: "R", name: "R", level: "region" }, { code: "V", name: "V", level: "village", parentCode: "R" }] }) { userErrors { message } } }');
  const ids: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const { household } = await done<{ household: { head: { id: string } } }>(client, 'householdRegister', {
      code: `H-${name.toUpperCase()}`, placeCode: 'V', since: '2000-01-01', members: [{ givenName: name, familyName: 'Made-Up', sex: index % 2 === 0 ? 'FEMALE' : 'MALE', birthDate: '1980-01-01', role: 'HEAD' }],
    }, 'household { head { id } }');
    ids[name] = household.head.id;
  }
  return ids;
}

/** An organisation that employs, and the employer. */
export async function someEmployer(platform: TestPlatform, code: string, from = '2000-01-01'): Promise<{ readonly organisation: string; readonly employer: string }> {
  const client = anybody(platform);
  const { organisation } = await done<{ organisation: { id: string } }>(client, 'organisationRegister', { code, name: code, placeCode: 'V', openedOn: from, roles: [{ role: 'employer', from }] }, 'organisation { id }');
  const { employer } = await done<{ employer: { id: string } }>(client, 'employerRegister', { organisationId: organisation.id, number: `E-${code}`, activity: 'C10', from }, 'employer { id }');
  return { organisation: organisation.id, employer: employer.id };
}
