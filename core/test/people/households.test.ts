import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let clerk: TestClient;
const TODAY = '2026-03-01';
const PERMISSIONS = ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read', 'people.places.manage'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: TODAY });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run(`mutation { placesRegister(input: { places: [
    { code: "D1", name: "District 1", level: "district" }, { code: "D2", name: "District 2", level: "district" },
    { code: "V1", name: "Village 1", level: "village", parentCode: "D1" }, { code: "V2", name: "Village 2", level: "village", parentCode: "D2" }
  ] }) { userErrors { code } } }`);
});
afterAll(() => platform.stop());
afterEach(async () => expect(await contradictions(platform.pool, TODAY)).toEqual([]));

interface Family {
  readonly id: string;
  readonly code: string;
  readonly of: Readonly<Record<string, string>>;
}

let families = 0;

/** A head A, a spouse B and children C, D … in V1 since 2020. */
async function family(size = 4, more: object = {}): Promise<Family> {
  families += 1;
  const code = `F-${families}`;
  const members = ['A', 'B', 'C', 'D', 'E'].slice(0, size).map((givenName, index) => ({ givenName, familyName: code, sex: 'FEMALE', role: ['HEAD', 'SPOUSE'][index] ?? 'CHILD' }));
  const { householdRegister: { household } } = await clerk.run<{ householdRegister: { household: { id: string; members: { nodes: { id: string; givenName: string }[] } } } }>(
    'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id members { nodes { id givenName } } } userErrors { code } } }',
    { input: { code, placeCode: 'V1', since: '2020-01-01', members, ...more } },
  );
  return { id: household.id, code, of: Object.fromEntries(household.members.nodes.map(({ id, givenName }) => [givenName, id])) };
}

type Change = readonly [string, { readonly input: object }];

const change = (operation: string, input: object, answer = 'household { code }'): Change => {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
  return [`mutation ($input: ${type}!) { ${operation}(input: $input) { ${answer} userErrors { code message path hint } } }`, { input }];
};

async function refused(...[operation, input]: readonly [string, object]): Promise<readonly (readonly [string, string])[]> {
  return (await clerk.refuse(...change(operation, input))).map(({ code, path }) => [code, (path ?? []).slice(1).join('.')] as const);
}

/** Who belonged to a household when: `A HEAD 2020-01-01..` */
async function membershipsOf(code: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ line: string }>(
    `select concat(p.given_name, ' ', m.role, ' ', m.valid_from, '..', m.valid_to) as line from people.membership m
     join people.person p on p.id = m.person_id join people.household h on h.id = m.household_id where h.code = $1 order by p.given_name, m.valid_from`, [code]);
  return rows.map(({ line }) => line);
}

describe('a household splits', () => {
  it('those who leave have a household of their own from that day on, and what was before stays known', async () => {
    const { id, code, of } = await family();
    const { householdSplit } = await clerk.run<{ householdSplit: unknown }>(...change('householdSplit', {
      householdId: id, code: `${code}b`, placeCode: 'V2', on: '2025-06-01', members: [{ personId: of['B'], role: 'HEAD' }, { personId: of['D'], role: 'CHILD' }],
    }, `household { code openedOn kind place { code } head { givenName } members(orderBy: [{ givenName: ASC }]) { nodes { givenName place { code } } } residences { nodes { place { code } validFrom validTo } } }
        from { code closedOn place { code } head { givenName } members(orderBy: [{ givenName: ASC }]) { nodes { givenName } } }`));
    expect(householdSplit).toEqual({
      household: {
        code: `${code}b`, openedOn: '2025-06-01', kind: 'PRIVATE', place: { code: 'V2' }, head: { givenName: 'B' },
        members: { nodes: [{ givenName: 'B', place: { code: 'V2' } }, { givenName: 'D', place: { code: 'V2' } }] },
        residences: { nodes: [{ place: { code: 'V2' }, validFrom: '2025-06-01', validTo: null }] },
      },
      from: { code, closedOn: null, place: { code: 'V1' }, head: { givenName: 'A' }, members: { nodes: [{ givenName: 'A' }, { givenName: 'C' }] } },
      userErrors: [],
    });
    expect(await membershipsOf(code)).toEqual(['A HEAD 2020-01-01..', 'B SPOUSE 2020-01-01..2025-06-01', 'C CHILD 2020-01-01..', 'D CHILD 2020-01-01..2025-06-01']);
    const then = await clerk.run('query ($id: ID!) { person(by: { id: $id }, asOf: "2025-05-31") { household { code } place { code } } }', { id: of['B'] });
    expect(then).toEqual({ person: { household: { code }, place: { code: 'V1' } } });
  });

  it('also where the head leaves, if it is said who is head of those who stay', async () => {
    const { id, code, of } = await family();
    const split = { householdId: id, code: `${code}b`, on: '2025-06-01', members: [{ personId: of['A'], role: 'HEAD' }] };
    expect(await refused('householdSplit', split)).toEqual([['HEAD_STAYS', 'newHeadId']]);
    await clerk.run(...change('householdSplit', { ...split, newHeadId: of['B'], roles: [{ personId: of['C'], role: 'OTHER_RELATIVE' }] }));
    expect(await membershipsOf(code)).toEqual([
      'A HEAD 2020-01-01..2025-06-01', 'B SPOUSE 2020-01-01..2025-06-01', 'B HEAD 2025-06-01..', 'C CHILD 2020-01-01..2025-06-01', 'C OTHER_RELATIVE 2025-06-01..', 'D CHILD 2020-01-01..',
    ]);
  });

  it('not without a head or with two, not of those who are not in it, not entirely, not under a code that is taken', async () => {
    const { id, code, of } = await family();
    const stranger = await family(1);
    const split = (members: readonly (readonly [string | undefined, string])[], more: object = {}): [string, object] =>
      ['householdSplit', { householdId: id, code: `${code}b`, members: members.map(([personId, role]) => ({ personId, role })), ...more }];
    expect(await refused(...split([[of['C'], 'CHILD']]))).toEqual([['ONE_HEAD', 'members']]);
    expect(await refused(...split([[of['C'], 'HEAD'], [of['D'], 'HEAD']]))).toEqual([['ONE_HEAD', 'members']]);
    expect(await refused(...split([[of['C'], 'HEAD'], [stranger.of['A'], 'CHILD']]))).toEqual([['NOT_MEMBER', 'members.1.personId']]);
    expect(await refused(...split([[of['A'], 'HEAD'], [of['B'], 'SPOUSE'], [of['C'], 'CHILD'], [of['D'], 'CHILD']]))).toEqual([['NOBODY_STAYS', 'members']]);
    expect(await refused(...split([[of['C'], 'HEAD'], [of['C'], 'CHILD']]))).toEqual([['NAMED_TWICE', 'members.1.personId']]);
    expect(await refused(...split([[of['C'], 'HEAD']], { code }))).toEqual([['HOUSEHOLD_CODE_TAKEN', 'code']]);
    expect(await refused(...split([[of['C'], 'HEAD']], { code: 'no good!' }))).toEqual([['INVALID_VALUE', 'code']]);
    expect(await refused(...split([[of['C'], 'HEAD']], { placeCode: 'V9' }))).toEqual([['PLACE_NOT_FOUND', 'placeCode']]);
    expect(await refused(...split([[of['C'], 'HEAD']], { on: '2026-03-02' }))).toEqual([['NOT_YET', 'on']]);
    expect(await refused(...split([[of['C'], 'HEAD']], { on: '2019-12-31' }))).toEqual([['BEFORE_OPENING', 'on']]);
    expect(await membershipsOf(code)).toHaveLength(4);
  });
});

describe('households merge', () => {
  it('all members of one come into the other, and the one that they leave is closed, not deleted', async () => {
    const [from, into] = [await family(3), await family(2)];
    const { householdMerge } = await clerk.run<{ householdMerge: unknown }>(...change('householdMerge', {
      fromHouseholdId: from.id, intoHouseholdId: into.id, on: '2025-01-01', members: [{ personId: from.of['A'], role: 'PARENT' }], othersBecome: 'OTHER_RELATIVE',
    }, `household { code members { totalCount } head { familyName } } closed { code closedOn head { givenName } place { code } members { totalCount } memberships { totalCount } residences { nodes { validFrom validTo } } }`));
    expect(householdMerge).toEqual({
      household: { code: into.code, members: { totalCount: 5 }, head: { familyName: into.code } },
      closed: {
        code: from.code, closedOn: '2025-01-01', head: null, place: { code: 'V1' }, members: { totalCount: 0 }, memberships: { totalCount: 3 },
        residences: { nodes: [{ validFrom: '2020-01-01', validTo: '2025-01-01' }] },
      },
      userErrors: [],
    });
    expect(await membershipsOf(into.code)).toEqual([
      'A HEAD 2020-01-01..', 'A PARENT 2025-01-01..', 'B SPOUSE 2020-01-01..', 'B OTHER_RELATIVE 2025-01-01..', 'C OTHER_RELATIVE 2025-01-01..',
    ]);
    expect(await refused('householdMove', { householdId: from.id, placeCode: 'V2' })).toEqual([['HOUSEHOLD_CLOSED', 'householdId']]);
    expect(await refused('householdMerge', { fromHouseholdId: into.id, intoHouseholdId: from.id, othersBecome: 'CHILD' })).toEqual([['HOUSEHOLD_CLOSED', 'intoHouseholdId']]);
  });

  it('not with themselves, not without roles, not so that there are two heads, not before what is known of a later day', async () => {
    const [from, into] = [await family(3), await family(2)];
    const merge = (more: object): [string, object] => ['householdMerge', { fromHouseholdId: from.id, intoHouseholdId: into.id, ...more }];
    expect(await refused(...merge({ intoHouseholdId: from.id }))).toEqual([['SAME_HOUSEHOLD', 'intoHouseholdId']]);
    expect(await refused(...merge({ members: [{ personId: from.of['A'], role: 'PARENT' }, { personId: from.of['B'], role: 'OTHER_RELATIVE' }] }))).toEqual([['ROLE_MISSING', 'othersBecome']]);
    expect(await refused(...merge({ othersBecome: 'HEAD' }))).toEqual([['HEAD_BY_CHANGE', 'othersBecome']]);
    expect(await refused(...merge({ othersBecome: 'CHILD', members: [{ personId: into.of['A'], role: 'PARENT' }] }))).toEqual([['NOT_MEMBER', 'members.0.personId']]);
    await clerk.run(...change('householdMemberRoleChange', { householdId: from.id, personId: from.of['C'], role: 'NOT_RELATED', on: '2025-06-01' }));
    expect(await refused(...merge({ othersBecome: 'CHILD', on: '2025-05-31' }))).toEqual([['LATER_FACTS', 'fromHouseholdId']]);
    await clerk.run(...change('householdMemberRemove', { householdId: from.id, personId: from.of['C'], on: '2025-07-01' }));
    expect(await refused(...merge({ othersBecome: 'CHILD', on: '2025-06-30' }))).toEqual([['LATER_FACTS', 'on']]);
    await clerk.run(...change('householdMove', { householdId: from.id, placeCode: 'V2', on: '2025-08-01' }));
    expect(await refused(...merge({ othersBecome: 'CHILD', on: '2025-07-31' }))).toEqual([['LATER_FACTS', 'on']]);
    await clerk.run(...change('householdMerge', { fromHouseholdId: from.id, intoHouseholdId: into.id, othersBecome: 'CHILD', on: '2025-08-01' }));
  });
});

describe('a household moves', () => {
  it('with its members, and it stays known where it lived', async () => {
    const { id, code } = await family(2);
    await clerk.run(...change('householdMove', { householdId: id, placeCode: 'V2', on: '2025-06-01' }));
    const query = `query ($id: ID!, $asOf: LocalDate) { household(by: { id: $id }, asOf: $asOf) { code place { code } members { nodes { place { code } } } } }`;
    const lives = (place: string) => ({ household: { code, place: { code: place }, members: { nodes: [{ place: { code: place } }, { place: { code: place } }] } } });
    expect(await clerk.run(query, { id })).toEqual(lives('V2'));
    expect(await clerk.run(query, { id, asOf: '2025-06-01' })).toEqual(lives('V2'));
    expect(await clerk.run(query, { id, asOf: '2025-05-31' })).toEqual(lives('V1'));
    expect(await refused('householdMove', { householdId: id, placeCode: 'V1', on: '2025-05-01' })).toEqual([['LATER_FACTS', 'on']]);
    await clerk.run(...change('householdMove', { householdId: id, placeCode: 'V2' }));
    const { rows } = await platform.pool.query(
      `select pl.code, r.valid_from::text as from, r.valid_to::text as to from people.residence r join people.place pl on pl.id = r.place_id
       join people.household h on h.id = r.household_id where h.code = $1 order by 2`, [code]);
    expect(rows).toEqual([{ code: 'V1', from: '2020-01-01', to: '2025-06-01' }, { code: 'V2', from: '2025-06-01', to: null }]);
  });

  it('only between places of those who say so', async () => {
    const { id } = await family(2);
    const north = platform.as({ permissions: PERMISSIONS, places: ['D1'] });
    expect(await north.refuse(...change('householdMove', { householdId: id, placeCode: 'V2' }))).toMatchObject([{ code: 'PLACE_NOT_FOUND' }]);
    const south = platform.as({ permissions: PERMISSIONS, places: ['D2'] });
    expect(await south.refuse(...change('householdMove', { householdId: id, placeCode: 'V2' }))).toMatchObject([{ code: 'HOUSEHOLD_NOT_FOUND' }]);
    expect(await platform.as('people.households.read').refuse(...change('householdMove', { householdId: id, placeCode: 'V2' }))).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('members', () => {
  it('go from one household to another; a head leaves others to a new head, the last one leaves it closed', async () => {
    const [from, to] = [await family(2), await family(2)];
    const move = (member: string, more: object = {}): [string, object] => ['householdMemberMove', { personId: from.of[member], householdId: from.id, toHouseholdId: to.id, role: 'NOT_RELATED', on: '2025-06-01', ...more }];
    expect(await refused(...move('A'))).toEqual([['HEAD_STAYS', 'personId']]);
    expect(await refused(...move('A', { newHeadId: from.of['A'] }))).toEqual([['NAMED_TWICE', 'newHeadId']]);
    expect(await refused(...move('A', { role: 'HEAD', newHeadId: from.of['B'] }))).toEqual([['HEAD_BY_CHANGE', 'role']]);
    await clerk.run(...change(...move('A', { newHeadId: from.of['B'] })));
    expect(await refused(...move('A'))).toEqual([['NOT_MEMBER', 'personId']]);
    await clerk.run(...change(...move('B', { on: '2025-07-01' })));
    expect(await membershipsOf(from.code)).toEqual(['A HEAD 2020-01-01..2025-06-01', 'B SPOUSE 2020-01-01..2025-06-01', 'B HEAD 2025-06-01..2025-07-01']);
    expect(await clerk.run('query ($id: ID!) { household(by: { id: $id }) { closedOn head { id } } }', { id: from.id })).toEqual({ household: { closedOn: '2025-07-01', head: null } });
  });

  it('who leave for no household live on where they lived, and live where the household does that they come into', async () => {
    const [from, to] = [await family(3), await family(1, { placeCode: 'V2' })];
    await clerk.run(...change('householdMemberRemove', { householdId: from.id, personId: from.of['C'], on: '2025-06-01' }));
    await clerk.run(...change('householdMove', { householdId: from.id, placeCode: 'V2', on: '2025-07-01' }));
    const C = 'query ($id: ID!) { person(by: { id: $id }) { household { code } place { code } residences { nodes { place { code } validFrom validTo } } } }';
    expect(await clerk.run(C, { id: from.of['C'] })).toEqual({ person: { household: null, place: { code: 'V1' }, residences: { nodes: [{ place: { code: 'V1' }, validFrom: '2025-06-01', validTo: null }] } } });
    await clerk.run(...change('householdMemberAdd', { householdId: to.id, personId: from.of['C'], role: 'NOT_RELATED', on: '2025-08-01' }));
    expect(await clerk.run(C, { id: from.of['C'] })).toEqual({
      person: { household: { code: to.code }, place: { code: 'V2' }, residences: { nodes: [{ place: { code: 'V1' }, validFrom: '2025-06-01', validTo: '2025-08-01' }] } },
    });
  });

  it('that were written wrongly today are put right today, and no day is left empty', async () => {
    const [from, to] = [await family(2), await family(1)];
    await clerk.run(...change('householdMemberMove', { personId: from.of['B'], householdId: from.id, toHouseholdId: to.id, role: 'SPOUSE' }));
    await clerk.run(...change('householdMemberMove', { personId: from.of['B'], householdId: to.id, toHouseholdId: from.id, role: 'SPOUSE' }));
    expect(await membershipsOf(to.code)).toEqual(['A HEAD 2020-01-01..']);
    expect(await membershipsOf(from.code)).toEqual(['A HEAD 2020-01-01..', 'B SPOUSE 2020-01-01..2026-03-01', 'B SPOUSE 2026-03-01..']);
  });

  it('change what they are to the head; who is head changes by a change of head', async () => {
    const { id, code, of } = await family(3);
    await clerk.run(...change('householdMemberRoleChange', { householdId: id, personId: of['C'], role: 'OTHER_RELATIVE', on: '2025-01-01' }));
    await clerk.run(...change('householdMemberRoleChange', { householdId: id, personId: of['C'], role: 'OTHER_RELATIVE', on: '2025-02-01' }));
    expect(await refused('householdMemberRoleChange', { householdId: id, personId: of['C'], role: 'HEAD' })).toEqual([['HEAD_BY_CHANGE', 'role']]);
    expect(await refused('householdMemberRoleChange', { householdId: id, personId: of['A'], role: 'PARENT' })).toEqual([['HEAD_STAYS', 'personId']]);
    await clerk.run(...change('householdHeadChange', { householdId: id, personId: of['C'], formerHeadBecomes: 'PARENT', roles: [{ personId: of['B'], role: 'PARENT' }] }));
    expect(await membershipsOf(code)).toEqual([
      'A HEAD 2020-01-01..2026-03-01', 'A PARENT 2026-03-01..', 'B SPOUSE 2020-01-01..2026-03-01', 'B PARENT 2026-03-01..',
      'C CHILD 2020-01-01..2025-01-01', 'C OTHER_RELATIVE 2025-01-01..2026-03-01', 'C HEAD 2026-03-01..',
    ]);
  });

  it('belong to a household since their birth at most, and not after their death', async () => {
    const { householdRegister } = await clerk.run<{ householdRegister: unknown }>(
      'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { openedOn memberships { nodes { validFrom } } } userErrors { code } } }',
      { input: { code: 'F-BORN', placeCode: 'V1', since: '2020-01-01', members: [{ familyName: 'Old', sex: 'MALE', role: 'HEAD', birthDate: '1980-01-01' }, { familyName: 'Young', sex: 'MALE', role: 'CHILD', birthDate: '2023-05-06' }] } });
    expect(householdRegister).toMatchObject({ household: { openedOn: '2020-01-01', memberships: { nodes: [{ validFrom: '2020-01-01' }, { validFrom: '2023-05-06' }] } } });
    expect(await refused('householdRegister', { code: 'F-UNBORN', placeCode: 'V1', since: '2020-01-01', members: [{ familyName: 'Young', sex: 'MALE', role: 'HEAD', birthDate: '2023-05-06' }] }))
      .toEqual([['BEFORE_BIRTH', 'members.0.birthDate']]);
    expect(await refused('householdRegister', { code: 'F-AHEAD', placeCode: 'V1', since: '2026-03-02', members: [{ familyName: 'Young', sex: 'MALE', role: 'HEAD' }] })).toEqual([['NOT_YET', 'since']]);
  });
});

describe('the database itself', () => {
  it('keeps a household from having two heads, and a person from belonging to two households', async () => {
    const [one, two] = [await family(2), await family(2)];
    const { rows } = await platform.pool.query<{ id: string }>("select id from people.household where code = any($1) order by code", [[one.code, two.code]]);
    const insert = (role: string) => platform.pool.query(
      `insert into people.membership (id, person_id, household_id, role, valid_from)
       select kernel.uuid7(), id, $1, $2, '2020-01-01' from people.person where given_name = 'B' and family_name = $3`, [rows[1]?.id, role, one.code]);
    await expect(insert('CHILD')).rejects.toMatchObject({ constraint: 'membership_one_household' });
    await expect(platform.pool.query("update people.membership set role = 'HEAD' where household_id = $1", [rows[1]?.id])).rejects.toMatchObject({ constraint: 'membership_one_head' });
  });
});

describe('two clerks at once', () => {
  it('on the same household: one after the other, and nothing is torn', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, two] = [await family(5), await family(5)];
      const answers = await Promise.all([
        clerk.send(...change('householdSplit', { householdId: one.id, code: `${one.code}x`, members: [{ personId: one.of['C'], role: 'HEAD' }, { personId: one.of['D'], role: 'CHILD' }] })),
        clerk.send(...change('householdSplit', { householdId: one.id, code: `${one.code}y`, members: [{ personId: one.of['D'], role: 'HEAD' }] })),
        clerk.send(...change('householdMemberMove', { personId: one.of['D'], householdId: one.id, toHouseholdId: two.id, role: 'CHILD' })),
        clerk.send(...change('householdMerge', { fromHouseholdId: two.id, intoHouseholdId: one.id, othersBecome: 'NOT_RELATED' })),
        clerk.send(...change('householdMerge', { fromHouseholdId: one.id, intoHouseholdId: two.id, othersBecome: 'NOT_RELATED' })),
        clerk.send(...change('householdMove', { householdId: one.id, placeCode: 'V2' })),
        clerk.send(...change('householdMove', { householdId: two.id, placeCode: 'V2' })),
        clerk.send(...change('householdHeadChange', { householdId: one.id, personId: one.of['B'], formerHeadBecomes: 'SPOUSE' })),
      ]);
      expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
      const done = answers.filter(({ data }) => Object.values(data as Record<string, { userErrors: readonly unknown[] }>).every(({ userErrors }) => userErrors.length === 0));
      expect(done.length).toBeGreaterThan(0);
      expect(await contradictions(platform.pool, TODAY)).toEqual([]);
    }
  });
});

describe('however many members', () => {
  it('a split takes the same number of statements', async () => {
    const [small, large] = [await family(2), await family(5)];
    await clerk.run(...change('householdSplit', { householdId: small.id, code: `${small.code}s`, members: [{ personId: small.of['B'], role: 'HEAD' }] }));
    const few = clerk.statements();
    await clerk.run(...change('householdSplit', { householdId: large.id, code: `${large.code}s`, members: ['B', 'C', 'D', 'E'].map((name) => ({ personId: large.of[name], role: name === 'B' ? 'HEAD' : 'CHILD' })) }));
    expect(clerk.statements()).toBe(few);
  });
});
