import { encodeId } from '../../../src/kernel/schema/ids.js';
import type { TestClient, TestPlatform, ToldError } from '../../../src/testing/index.js';

/** An enrolment as the mutations on it take it. */
export interface Standing {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

const CHILDREN: Readonly<Record<string, readonly object[]>> = {
  H1: [{ familyName: 'Child', sex: 'MALE', birthDate: '2020-05-05', role: 'CHILD' }],
  H2: [{ familyName: 'Child', sex: 'MALE', role: 'CHILD' }],
};

/** Two districts with two households each, made up: in the first lives a child, in the second one of unknown age. */
export async function registry(platform: TestPlatform): Promise<{ readonly households: Readonly<Record<string, string>>; readonly persons: Readonly<Record<string, string>> }> {
  const clerk = platform.as('people.places.manage', 'people.households.register', 'people.households.read', 'people.persons.read');
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "D1", name: "One", level: "district" }, { code: "D2", name: "Two", level: "district" }] }) { userErrors { code } } }');
  const households: Record<string, string> = {};
  const persons: Record<string, string> = {};
  for (const [code, placeCode] of [['H1', 'D1'], ['H2', 'D1'], ['H3', 'D2'], ['H4', 'D2']] as const) {
    const { householdRegister: { household } } = await clerk.run<{ householdRegister: { household: { id: string; head: { id: string } } } }>(
      'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id head { id } } userErrors { code } } }',
      { input: { code, placeCode, members: [{ familyName: `Head of ${code}`, sex: 'FEMALE', birthDate: '1980-01-01', role: 'HEAD' }, ...(CHILDREN[code] ?? [])] } },
    );
    households[code] = household.id;
    persons[code] = household.head.id;
  }
  return { households, persons };
}

/** A programme, laid past the API. */
export async function programmeOf(platform: TestPlatform, code: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const row = { code, name: code, scheme: 'programmes', target: 'HOUSEHOLD', currency: 'GHS', starts_on: '2026-01-01', ...more };
  const { rows } = await platform.pool.query<{ id: string }>(
    `insert into programmes.programme (id, ${Object.keys(row).join(', ')}) values (kernel.uuid7(), ${Object.keys(row).map((_, at) => `$${at + 1}`).join(', ')}) returning id`, Object.values(row));
  return encodeId('programme', rows[0]?.id ?? '');
}

/** A mutation on enrolments, and what it answers. */
export async function moved(client: TestClient, mutation: string, input: object): Promise<Standing> {
  const answer = await client.run<Record<string, { enrolment: Standing }>>(documentOf(mutation), { input });
  return (answer[mutation] as { enrolment: Standing }).enrolment;
}

export async function refused(client: TestClient, mutation: string, input: object): Promise<readonly ToldError[]> {
  return client.refuse(documentOf(mutation), { input });
}

export function documentOf(mutation: string): string {
  return `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { enrolment { id version state } userErrors { code message path hint } } }`;
}
