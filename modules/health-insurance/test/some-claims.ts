import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done } from './some-registers.js';

/** Registers a household of made-up people; gives their ids by name. */
export async function someFamily(platform: TestPlatform, code: string, members: readonly object[]): Promise<Readonly<Record<string, string>>> {
  const keeper = anybody(platform, 'keeper');
  await done(keeper, 'householdRegister', 'household { id }', { code, placeCode: 'V', since: '2020-01-01', members });
  const { household } = await keeper.run<{ household: { members: { nodes: { id: string; givenName: string }[] } } }>(
    'query ($code: String!) { household(by: { code: $code }) { members(first: 50) { nodes { id givenName } } } }', { code });
  return Object.fromEntries(household.members.nodes.map(({ givenName, id }) => [givenName, id]));
}

/** A mother, a father and two children; made up. */
export const family = [
  { givenName: 'Ama', familyName: 'Made-Up', sex: 'FEMALE', birthDate: '1990-05-01', role: 'HEAD' }, { givenName: 'Kofi', familyName: 'Made-Up', sex: 'MALE', birthDate: '1988-03-01', role: 'SPOUSE' },
  { givenName: 'Esi', familyName: 'Made-Up', sex: 'FEMALE', birthDate: '2015-08-01', role: 'CHILD' }, { givenName: 'Yaw', familyName: 'Made-Up', sex: 'MALE', birthDate: '2021-02-01', role: 'CHILD' },
];

/** A claim of the hospital as inputs have it. */
export const asked = (personId: string, lines: readonly object[], more: object = {}): object => ({ facilityCode: 'H', personId, visitFrom: '2026-03-02', diagnosisCode: 'A01', lines, ...more });

export const line = (serviceCode: string, more: object = {}): object => ({ serviceCode, ...more });

/** Enters a claim; gives its id. */
export async function enter(client: TestClient, claim: object): Promise<string> {
  return (await done<{ claim: { id: string } }>(client, 'claimEnter', 'claim { id }', claim)).claim.id;
}

/** Enters a claim and submits it; gives its id. */
export async function submit(client: TestClient, claim: object): Promise<string> {
  const id = await enter(client, claim);
  await done(client, 'claimSubmit', 'claims { id }', { ids: [id] });
  return id;
}
