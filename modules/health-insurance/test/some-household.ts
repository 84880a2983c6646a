import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { key } from './some-plan.js';
import { anybody, done } from './some-registers.js';

export interface Member {
  readonly familyName?: string;
  readonly sex?: string;
  readonly birthDate?: string;
  readonly role?: string;
}

let names = 0;

/** The id of a household of made-up persons in the village V, whose first member is its head. */
export async function household(platform: TestPlatform, code: string, members: readonly Member[], more: object = {}): Promise<string> {
  const clerk = anybody(platform, 'clerk');
  const { household: made } = await done<{ household: { id: string } }>(clerk, 'householdRegister', 'household { id }', {
    code, placeCode: 'V', since: '2010-01-01',
    members: members.map((member, index) => ({ familyName: `Madeup${(names += 1)}`, sex: 'FEMALE', birthDate: '1980-01-01', role: index === 0 ? 'HEAD' : 'OTHER_RELATIVE', ...member })), ...more,
  });
  return made.id;
}

export const adult = (more: Member = {}): Member => ({ birthDate: '1980-01-01', ...more });
export const child = (more: Member = {}): Member => ({ birthDate: '2016-06-01', role: 'CHILD', ...more });

export interface Told {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly state: string;
  readonly stage: string;
  readonly startsOn: string;
  readonly effectiveOn: string | null;
  readonly endsOn: string;
  readonly payBy: string;
  readonly value: { readonly amount: string };
  readonly reason: string | null;
  readonly shares: { readonly nodes: readonly { readonly ruleCode: string | null; readonly amount: { readonly amount: string }; readonly demand: { readonly id: string; readonly state: string; readonly payer: { readonly controlNumber: string } } | null }[] };
  readonly coverage: { readonly nodes: readonly { readonly person: { readonly id: string; readonly familyName: string }; readonly effectiveOn: string; readonly endsOn: string; readonly waitsFrom: string; readonly endedBecause: string | null }[] };
}

const FIELDS = `id version number state stage startsOn effectiveOn endsOn payBy reason value { amount } shares(orderBy: [{ number: ASC }]) { nodes { ruleCode amount { amount } demand { id state payer { controlNumber } } } }
  coverage(first: 50, orderBy: [{ effectiveOn: ASC }]) { nodes { person { id familyName } effectiveOn endsOn waitsFrom endedBecause } }`;

export async function policy(platform: TestPlatform, id: string): Promise<Told> {
  return (await anybody(platform, 'reader').run<{ policy: Told }>(`query ($id: ID!) { policy(by: { id: $id }) { ${FIELDS} } }`, { id })).policy;
}

/** A policy that an officer takes out. */
export async function enrolled(platform: TestPlatform, plan: string, householdId: string, more: object = {}): Promise<Told> {
  const { policy: made } = await done<{ policy: { id: string } }>(anybody(platform, 'officer'), 'policyEnrol', 'policy { id }', { idempotencyKey: key(), planId: plan, householdId, ...more });
  return policy(platform, made.id);
}

/** Pays to the household's number, all that it owes for the policy where no amount is given; answers the receipt. */
export async function pay(platform: TestPlatform, programmeId: string, of: Told, receivedOn: string, amount?: string): Promise<string> {
  const { shares } = await policy(platform, of.id);
  const own = shares.nodes.find(({ ruleCode }) => ruleCode === null);
  const { receipt } = await done<{ receipt: { id: string } }>(anybody(platform, 'cashier'), 'receiptReceive', 'receipt { id }', {
    idempotencyKey: key(), programmeId, controlNumber: own?.demand?.payer.controlNumber ?? '', method: 'CASH', bankReference: key(), amount: amount ?? own?.amount.amount ?? '', receivedOn,
  });
  return receipt.id;
}

/** Ids of the members of a household, by family name. */
export async function members(platform: TestPlatform, householdId: string): Promise<ReadonlyMap<string, string>> {
  const answer = await anybody(platform, 'reader').run<{ household: { members: { nodes: { id: string; familyName: string }[] } } }>('query ($id: ID!) { household(by: { id: $id }) { members(first: 100) { nodes { id familyName } } } }', { id: householdId });
  return new Map(answer.household.members.nodes.map(({ id, familyName }) => [familyName, id]));
}
