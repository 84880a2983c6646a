import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run(
    `mutation { placesRegister(input: { places: [
      { code: "D2", name: "District 2", level: "district", parentCode: "R" }, { code: "V1", name: "Village 1", level: "village", parentCode: "D1" },
      { code: "R", name: "Region", level: "region" }, { code: "D1", name: "District 1", level: "district", parentCode: "R" }
    ] }) { places { id } userErrors { code message path } } }`,
  );
});
afterAll(() => platform.stop());

const REGISTER = `mutation ($input: HouseholdRegisterInput!) {
  householdRegister(input: $input) { household { id code head { familyName age } memberships { nodes { role validFrom validTo } } } userErrors { code message path hint } }
}`;
const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { id version givenName } userErrors { code message path hint } } }';

interface Registered {
  readonly householdRegister: { readonly household: { readonly id: string; readonly code: string } };
}

const household = (code: string, more: object = {}): { input: object } => ({
  input: {
    code, placeCode: 'V1', since: '2020-01-01',
    members: [
      { familyName: 'Addo', givenName: 'A', sex: 'FEMALE', birthDate: '1980-03-02', role: 'HEAD' },
      { familyName: 'Addo', givenName: 'B', sex: 'MALE', role: 'CHILD' },
    ],
    ...more,
  },
});

describe('a clerk registers a household', () => {
  it('with its head and members since a day', async () => {
    const { householdRegister } = await clerk.run<{ householdRegister: unknown }>(REGISTER, household('H-1'));
    expect(householdRegister).toEqual({
      household: {
        id: expect.stringMatching(/^household_[0-9a-f]{32}$/),
        code: 'H-1',
        head: { familyName: 'Addo', age: 45 },
        memberships: { nodes: [{ role: 'HEAD', validFrom: '2020-01-01', validTo: null }, { role: 'CHILD', validFrom: '2020-01-01', validTo: null }] },
      },
      userErrors: [],
    });
  });

  it('and is told everything that is wrong at once, and nothing is written', async () => {
    const told = await clerk.refuse(REGISTER, household('no good!', { members: [{ familyName: '', sex: 'MALE', role: 'HEAD' }] }));
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([['INVALID_VALUE', 'input.code'], ['INVALID_VALUE', 'input.members.0.familyName']]);
    const heads = await clerk.refuse(REGISTER, household('H-2', { members: [{ familyName: 'X', sex: 'MALE', role: 'CHILD' }] }));
    expect(heads).toMatchObject([{ code: 'ONE_HEAD', path: ['input', 'members'], hint: 'Give one member the role HEAD.' }]);
    const future = await clerk.refuse(REGISTER, household('H-2', { members: [{ familyName: 'X', sex: 'MALE', role: 'HEAD', birthDate: '2026-03-02' }] }));
    expect(future).toMatchObject([{ code: 'BORN_IN_FUTURE', path: ['input', 'members', '0', 'birthDate'] }]);
    expect(await clerk.refuse(REGISTER, household('H-1'))).toMatchObject([{ code: 'HOUSEHOLD_CODE_TAKEN', path: ['input', 'code'] }]);
    const { rows } = await platform.pool.query("select code from people.household where code <> 'H-1'");
    expect(rows).toEqual([]);
  });

  it('and is told so in a language that the platform speaks', async () => {
    const french = platform.as({ permissions: PERMISSIONS, locale: 'fr-CA' });
    expect(await french.refuse(REGISTER, household('H-1'))).toMatchObject([{ message: 'Un autre ménage a ce code.', hint: "Prenez un autre code, ou modifiez le ménage qui l'a." }]);
    const swahili = platform.as({ permissions: PERMISSIONS, locale: 'sw' });
    expect(await swahili.refuse(REGISTER, household('H-1'))).toMatchObject([{ message: 'Another household has this code.' }]);
  });

  it('only in places of their own', async () => {
    const elsewhere = platform.as({ permissions: PERMISSIONS, places: ['D2'] });
    expect(await elsewhere.refuse(REGISTER, household('H-3'))).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'placeCode'] }]);
    const there = await elsewhere.run('{ households { totalCount } persons { totalCount } memberships { totalCount } household(by: { code: "H-1" }) { id } }');
    expect(there).toEqual({ households: { totalCount: 0 }, persons: { totalCount: 0 }, memberships: { totalCount: 0 }, household: null });
    const own = platform.as({ permissions: PERMISSIONS, places: ['D1'] });
    expect(await own.run('{ households { totalCount } }')).toEqual({ households: { totalCount: 1 } });
  });
});

describe('who belongs to a household', () => {
  const MEMBERS = 'household { head { givenName } members(orderBy: [{ givenName: ASC }]) { nodes { givenName } } } userErrors { code message path }';
  let id: string;
  const persons: Record<string, string> = {};

  beforeAll(async () => {
    id = (await clerk.run<Registered>(REGISTER, household('H-10'))).householdRegister.household.id;
    const { household: there } = await clerk.run<{ household: { members: { nodes: { id: string; givenName: string }[] } } }>(
      'query ($id: ID!) { household(by: { id: $id }) { members { nodes { id givenName } } } }', { id },
    );
    for (const { id: person, givenName } of there.members.nodes) persons[givenName] = person;
  });

  const change = (field: string, type: string, input: object): readonly [string, { input: object }] =>
    [`mutation ($input: ${type}!) { ${field}(input: $input) { ${MEMBERS} } }`, { input: { householdId: id, ...input } }] as const;

  it('changes by days: the head is changed first, then may leave, and comes back', async () => {
    expect(await clerk.refuse(...change('householdMemberRemove', 'HouseholdMemberRemoveInput', { personId: persons['A'] }))).toMatchObject([{ code: 'HEAD_STAYS' }]);
    await clerk.run(...change('householdHeadChange', 'HouseholdHeadChangeInput', { personId: persons['B'], formerHeadBecomes: 'PARENT', on: '2026-02-01' }));
    expect(await clerk.run(...change('householdMemberRemove', 'HouseholdMemberRemoveInput', { personId: persons['A'] }))).toMatchObject({
      householdMemberRemove: { household: { head: { givenName: 'B' }, members: { nodes: [{ givenName: 'B' }] } } },
    });
    await clerk.run(...change('householdMemberAdd', 'HouseholdMemberAddInput', { personId: persons['A'], role: 'PARENT' }));
    expect(await clerk.refuse(...change('householdMemberAdd', 'HouseholdMemberAddInput', { personId: persons['A'], role: 'PARENT' }))).toMatchObject([{ code: 'ALREADY_MEMBER' }]);
    const { rows } = await platform.pool.query(
      `select p.given_name as name, m.role, m.valid_from::text as from, m.valid_to::text as to from people.membership m join people.person p on p.id = m.person_id
       where m.household_id = (select id from people.household where code = 'H-10') order by 1, 3`,
    );
    expect(rows).toEqual([
      { name: 'A', role: 'HEAD', from: '2020-01-01', to: '2026-02-01' },
      { name: 'A', role: 'PARENT', from: '2026-02-01', to: '2026-03-01' },
      { name: 'A', role: 'PARENT', from: '2026-03-01', to: null },
      { name: 'B', role: 'CHILD', from: '2020-01-01', to: '2026-02-01' },
      { name: 'B', role: 'HEAD', from: '2026-02-01', to: null },
    ]);
  });
});

describe('two clerks change one person', () => {
  it('and the second is told that it was changed meanwhile', async () => {
    await clerk.run(REGISTER, household('H-20'));
    const { persons } = await clerk.run<{ persons: { nodes: { id: string; version: number }[] } }>(
      '{ persons(first: 1, where: { household: { code: { eq: "H-20" } }, givenName: { eq: "B" } }) { nodes { id version } } }',
    );
    const [person] = persons.nodes;
    const update = (givenName: string) => clerk.send(UPDATE, { input: { id: person?.id, version: person?.version, givenName } });
    const answers = await Promise.all([update('First'), update('Second')]);
    const codes = answers.flatMap(({ data }) => (data as { personUpdate: { userErrors: { code: string }[] } }).personUpdate.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['CHANGED_MEANWHILE']);
    const { rows } = await platform.pool.query<{ operation: string; before: string; actor: string }>(
      "select operation, row_before ->> 'given_name' as before, actor from kernel.history where table_name = 'people.person' and row_before ->> 'given_name' = 'B'",
    );
    expect(rows).toContainEqual({ operation: 'UPDATE', before: 'B', actor: 'tester@example.org' });
  });

  it('and a person does not die before birth, or tomorrow', async () => {
    const { persons } = await clerk.run<{ persons: { nodes: { id: string; version: number }[] } }>(
      '{ persons(first: 1, where: { household: { code: { eq: "H-20" } }, givenName: { eq: "A" } }) { nodes { id version } } }',
    );
    const of = (more: object) => ({ input: { ...persons.nodes[0], ...more } });
    expect(await clerk.refuse(UPDATE, of({ deathDate: '1979-01-01' }))).toMatchObject([{ code: 'DIED_BEFORE_BIRTH', path: ['input', 'deathDate'] }]);
    expect(await clerk.refuse(UPDATE, of({ deathDate: '2026-03-02' }))).toMatchObject([{ code: 'DIED_IN_FUTURE' }]);
    expect(await clerk.refuse(UPDATE, of({ deathDate: '2026-02-28' }))).toMatchObject([{ code: 'DEATH_IS_RECORDED', path: ['input', 'deathDate'] }]);
  });
});

describe('places', () => {
  const PLACES = 'mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { places { code } userErrors { code message path } } }';
  it('are numbered so that a subtree is an interval', async () => {
    const { rows } = await platform.pool.query('select code, depth, number, last_number as last from people.place order by number');
    expect(rows).toEqual([
      { code: 'R', depth: 0, number: 1, last: 4 }, { code: 'D1', depth: 1, number: 2, last: 3 },
      { code: 'V1', depth: 2, number: 3, last: 3 }, { code: 'D2', depth: 1, number: 4, last: 4 },
    ]);
  });
  it('are never inside of one another, nor below a place that is not there', async () => {
    const place = (code: string, parentCode: string) => ({ code, name: code, level: 'x', parentCode });
    expect(await clerk.refuse(PLACES, { places: [place('X', 'Y'), place('Y', 'X')] })).toMatchObject([{ code: 'PLACE_CYCLE' }]);
    expect(await clerk.refuse(PLACES, { places: [place('X', 'NOWHERE')] })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'places', '0', 'parentCode'] }]);
    expect(await clerk.refuse(PLACES, { places: [place('D1', 'R')] })).toMatchObject([{ code: 'PLACE_CODE_TAKEN' }]);
  });
});
