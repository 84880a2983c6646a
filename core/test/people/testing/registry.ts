import type { TestClient, TestPlatform } from '../../../src/testing/index.js';

/** What may be known of a person in a test. */
export interface Somebody {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly sex?: string;
  readonly birthDate?: string;
  readonly role?: string;
  readonly contacts?: readonly object[];
  readonly identifiers?: readonly object[];
}

export const CLERK = ['people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read', 'people.places.manage'];

export async function twoPlaces(clerk: TestClient): Promise<void> {
  await clerk.run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "V1", name: "Village 1", level: "village", parentCode: "R" }, { code: "V2", name: "Village 2", level: "village", parentCode: "R" }
  ] }) { userErrors { code } } }`);
}

const named = ({ familyName = 'Addo', sex = 'FEMALE', ...rest }: Somebody): object => ({ familyName, sex, ...rest });

/** Persons who belong to no household. @returns their ids */
export async function register(clerk: TestClient, persons: readonly Somebody[], placeCode = 'V1'): Promise<string[]> {
  const { personsRegister } = await clerk.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }', { input: { placeCode, persons: persons.map(named) } },
  );
  return personsRegister.persons.map(({ id }) => id);
}

/** A household; the first member is its head. @returns its id and its members', in the order given */
export async function registerHousehold(clerk: TestClient, code: string, members: readonly Somebody[], placeCode = 'V1', since = '2020-01-01'): Promise<{ readonly id: string; readonly members: string[] }> {
  const { householdRegister } = await clerk.run<{ householdRegister: { household: { id: string; members: { nodes: { id: string; givenName: string }[] } } } }>(
    'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id members { nodes { id givenName } } } userErrors { code message path } } }',
    { input: { code, placeCode, since, members: members.map((member, index) => ({ role: index === 0 ? 'HEAD' : 'CHILD', ...named(member) })) } },
  );
  const { id, members: there } = householdRegister.household;
  return { id, members: members.map(({ givenName }) => there.nodes.find((node) => node.givenName === givenName)?.id ?? '') };
}

export async function versionOf(clerk: TestClient, id: string): Promise<number> {
  const { person } = await clerk.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id });
  return person.version;
}

export const MERGE = `mutation ($input: PersonMergeInput!) { personMerge(input: $input) { person { id } merge { id } userErrors { code message path } } }`;
export const UNMERGE = `mutation ($input: PersonUnmergeInput!) { personUnmerge(input: $input) { kept { table field } userErrors { code message path } } }`;

export async function mergeInput(clerk: TestClient, survivorId: string, mergedId: string, more: object = {}): Promise<{ input: object }> {
  return { input: { survivorId, survivorVersion: await versionOf(clerk, survivorId), mergedId, mergedVersion: await versionOf(clerk, mergedId), reason: 'same card', ...more } };
}

/** @returns the merge's id */
export async function merge(clerk: TestClient, survivorId: string, mergedId: string, more: object = {}): Promise<string> {
  const { personMerge } = await clerk.run<{ personMerge: { merge: { id: string } } }>(MERGE, await mergeInput(clerk, survivorId, mergedId, more));
  return personMerge.merge.id;
}

/** @returns what was kept, `table.field` */
export async function unmerge(clerk: TestClient, mergeId: string): Promise<string[]> {
  const { personUnmerge } = await clerk.run<{ personUnmerge: { kept: { table: string; field: string | null }[] } }>(UNMERGE, { input: { mergeId, reason: 'two after all' } });
  return personUnmerge.kept.map(({ table, field }) => `${table}.${field ?? '*'}`);
}

/** Every row of every table that refers to persons, persons and households themselves, without what counts changes. */
export async function everything(platform: TestPlatform): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await platform.pool.query<{ name: string }>(
    "select distinct table_name as name from people.person_reference where table_name not like 'people.person_merge%' union select unnest(array['people.person', 'people.household']) order by 1",
  );
  const found: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const { rows } = await platform.pool.query<{ row: unknown }>(`select to_jsonb(t) - '{version,updated_at}'::text[] as row from ${name} t order by 1`);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}
