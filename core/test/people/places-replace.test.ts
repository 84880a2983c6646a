import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let planner: TestClient;
const PERMISSIONS = ['people.places.read', 'people.places.manage', 'people.households.read', 'people.households.register', 'people.persons.read', 'people.persons.register', 'people.statistics.read'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  planner = platform.as(...PERMISSIONS);
});
afterAll(() => platform.stop());

const register = (places: readonly object[]): Promise<unknown> =>
  planner.run('mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code } } }', { places });
const HOUSEHOLD = 'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id } userErrors { code path } } }';
const live = (code: string, placeCode: string, members = 2): Promise<unknown> => planner.run(HOUSEHOLD, {
  input: { code, placeCode, since: '2020-01-01', members: Array.from({ length: members }, (_, index) => ({ familyName: code, sex: index % 2 ? 'MALE' : 'FEMALE', birthDate: `${1980 + 20 * index}-05-05`, role: index ? 'CHILD' : 'HEAD' })) },
});
const REPLACE = `mutation ($input: PlacesReplaceInput!) {
  placesReplace(input: $input) { ended { code validTo successors { nodes { kind replacedOn successor { code } } } } begun { code validFrom parent { code } } userErrors { code message path } }
}`;

/** Where households and their members live, by code. */
async function homes(prefix: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await platform.pool.query<{ code: string; place: string; persons: string[] }>(
    `select h.code, p.code as place, array(select distinct q.code from people.person m join people.place q on q.id = m.place_id where m.household_id = h.id) as persons
     from people.household h join people.place p on p.id = h.place_id where h.code like $1 order by 1`, [`${prefix}%`]);
  for (const { place, persons } of rows) expect(persons).toEqual([place]);
  return Object.fromEntries(rows.map(({ code, place }) => [code, place]));
}

describe('a unit is split', () => {
  it('its households and villages go where it is said, the rest to one of the new ones', async () => {
    await register([
      { code: 'A', name: 'Region', level: 'region' }, { code: 'A/1', name: 'Old', level: 'district', parentCode: 'A', codes: [{ scheme: 'p-code', code: 'A01' }] },
      { code: 'A/1/V', name: 'V', level: 'village', parentCode: 'A/1' }, { code: 'A/1/W', name: 'W', level: 'village', parentCode: 'A/1' },
    ]);
    for (const code of ['A-1', 'A-2', 'A-3']) await live(code, 'A/1');
    await live('A-4', 'A/1/V');
    await planner.run('mutation { personsRegister(input: { placeCode: "A/1", persons: [{ familyName: "Alone", sex: FEMALE }] }) { userErrors { code } } }');
    const input = {
      on: '2026-01-01',
      replacements: [{ code: 'A/1', successorCodes: ['A/N', 'A/S'], restToCode: 'A/S' }],
      begin: [{ code: 'A/N', name: 'North', level: 'district', parentCode: 'A', codes: [{ scheme: 'p-code', code: 'A01' }] }, { code: 'A/S', name: 'South', level: 'district', parentCode: 'A' }],
      children: [{ parentCode: 'A/N', codes: ['A/1/V'] }],
      households: [{ placeCode: 'A/N', householdCodes: ['A-2'] }],
    };
    expect(await planner.run(REPLACE, { input })).toEqual({
      placesReplace: {
        ended: [{ code: 'A/1', validTo: '2026-01-01', successors: { nodes: [
          { kind: 'SPLIT', replacedOn: '2026-01-01', successor: { code: 'A/N' } }, { kind: 'SPLIT', replacedOn: '2026-01-01', successor: { code: 'A/S' } }] } }],
        begun: [{ code: 'A/N', validFrom: '2026-01-01', parent: { code: 'A' } }, { code: 'A/S', validFrom: '2026-01-01', parent: { code: 'A' } }],
        userErrors: [],
      },
    });
    expect(await homes('A-')).toEqual({ 'A-1': 'A/S', 'A-2': 'A/N', 'A-3': 'A/S', 'A-4': 'A/1/V' });
    expect(await planner.run('{ persons(where: { familyName: { eq: "Alone" } }) { nodes { place { code } } } a: place(by: { code: "A/1/V" }) { parent { code } } b: place(by: { code: "A/1/W" }) { parent { code } } }')).toEqual({
      persons: { nodes: [{ place: { code: 'A/S' } }] }, a: { parent: { code: 'A/N' } }, b: { parent: { code: 'A/S' } },
    });
  });

  it('and where a household lived before is still known', async () => {
    const at = (asOf: string): Promise<unknown> => planner.run('query ($asOf: LocalDate!) { household(by: { code: "A-2" }, asOf: $asOf) { place { code parent { code } } } }', { asOf });
    expect(await at('2025-12-31')).toEqual({ household: { place: { code: 'A/1', parent: { code: 'A' } } } });
    expect(await at('2026-01-01')).toEqual({ household: { place: { code: 'A/N', parent: { code: 'A' } } } });
    expect(await planner.run('{ places(where: { parent: { code: { eq: "A" } }, validFrom: { lte: "2025-06-01" }, or: [{ validTo: { isNull: true } }, { validTo: { gt: "2025-06-01" } }] }) { nodes { code } } }')).toEqual({ places: { nodes: [{ code: 'A/1' }] } });
  });

  it('whoever may see the new one sees who went there, and nobody else', async () => {
    const north = platform.as({ permissions: PERMISSIONS, places: ['A/N'] });
    expect(await north.run('{ households(orderBy: [{ code: ASC }]) { nodes { code } } }')).toEqual({ households: { nodes: [{ code: 'A-2' }, { code: 'A-4' }] } });
  });

  it('nobody is registered in what has ended', async () => {
    expect(await planner.refuse(HOUSEHOLD, { input: { code: 'A-9', placeCode: 'A/1', members: [{ familyName: 'X', sex: 'MALE', role: 'HEAD' }] } })).toMatchObject([{ code: 'PLACE_NOT_VALID', path: ['input', 'placeCode'] }]);
  });
});

describe('units are merged', () => {
  it('all goes to the one that is there already', async () => {
    await register([{ code: 'B', name: 'Region', level: 'region' }, ...['B/1', 'B/2', 'B/3'].map((code) => ({ code, name: code, level: 'district', parentCode: 'B' })), { code: 'B/1/V', name: 'V', level: 'village', parentCode: 'B/1' }]);
    for (const [index, place] of ['B/1', 'B/2', 'B/3'].entries()) await live(`B-${index}`, place);
    expect(await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: 'B/1', successorCodes: ['B/3'] }, { code: 'B/2', successorCodes: ['B/3'] }] } })).toMatchObject({
      placesReplace: { ended: [{ successors: { nodes: [{ kind: 'MERGED', successor: { code: 'B/3' } }] } }, { successors: { nodes: [{ kind: 'MERGED' }] } }], begun: [] },
    });
    expect(await homes('B-')).toEqual({ 'B-0': 'B/3', 'B-1': 'B/3', 'B-2': 'B/3' });
    expect(await planner.run('{ place(by: { code: "B/3" }) { predecessors { nodes { predecessor { code } } } children { nodes { code } } } }')).toEqual({
      place: { predecessors: { nodes: [{ predecessor: { code: 'B/1' } }, { predecessor: { code: 'B/2' } }] }, children: { nodes: [{ code: 'B/1/V' }] } },
    });
  });

  it('with one statement for each table, however many live there', async () => {
    const run = async (prefix: string, homesThere: number): Promise<number> => {
      await register([{ code: prefix, name: prefix, level: 'x' }, { code: `${prefix}2`, name: prefix, level: 'x' }]);
      for (let index = 0; index < homesThere; index += 1) await live(`${prefix}-${index}`, prefix);
      await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: prefix, successorCodes: [`${prefix}2`] }] } });
      return planner.statements();
    };
    expect(await run('Q', 9)).toBe(await run('P', 1));
  });
});

describe('what programmes have written of a place', () => {
  const given = async (prefix: string): Promise<void> => {
    await platform.pool.query(`insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), $1, 'Grant', 'test', 'HOUSEHOLD', 'GHS', '2020-01-01')`, [prefix]);
    await platform.pool.query(
      `with enrolled as (
         insert into programmes.enrolment (id, programme_id, household_id, place_id, state, enrolled_on)
         select kernel.uuid7(), g.id, h.id, h.place_id, 'ENROLLED', '2025-01-01' from people.household h join programmes.programme g on g.code = $1 where h.code like $1 || '-%' returning *)
       insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
       select kernel.uuid7(), e.programme_id, e.id, h.head_id, e.place_id, '2025-01-01', '2025-01-31', '2025-01-31', 7, 'GHS', 'TEST', '{}', '{}' from enrolled e join people.household h on h.id = e.household_id`, [prefix]);
  };
  const sees = async (places: readonly string[]): Promise<unknown> => {
    const clerk = platform.as({ permissions: [...PERMISSIONS, 'programmes.enrolments.read', 'programmes.entitlements.read', 'programmes.programmes.read'], places });
    const { enrolments, entitlements } = await clerk.run<{ enrolments: { nodes: { household: { code: string }; place: { code: string } }[] }; entitlements: { nodes: { place: { code: string } }[] } }>(
      '{ enrolments { nodes { household { code } place { code } } } entitlements { nodes { place { code } } } }');
    return { enrolled: enrolments.nodes.map(({ household, place }) => `${household.code} ${place.code}`).toSorted(), owed: entitlements.nodes.map(({ place }) => place.code).toSorted() };
  };

  it('goes on in the one that took over, and what was owed in the old one is seen by whoever sees the new', async () => {
    await register([{ code: 'G', name: 'Region', level: 'region' }, ...['G/1', 'G/2'].map((code) => ({ code, name: code, level: 'district', parentCode: 'G' }))]);
    await live('G-1', 'G/1');
    await live('G-2', 'G/2');
    await given('G');
    await planner.run(REPLACE, { input: { on: '2026-02-01', replacements: [{ code: 'G/1', successorCodes: ['G/2'] }] } });
    expect(await sees(['G/2'])).toEqual({ enrolled: ['G-1 G/2', 'G-2 G/2'], owed: ['G/1', 'G/2'] });
    // And once more, by a new name.
    await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: 'G/2', successorCodes: ['G/9'] }], begin: [{ code: 'G/9', name: 'New', level: 'district', parentCode: 'G' }] } });
    expect(await sees(['G/9'])).toEqual({ enrolled: ['G-1 G/9', 'G-2 G/9'], owed: ['G/1', 'G/2'] });
    expect(await planner.run('{ place(by: { code: "G" }) { children(orderBy: [{ code: ASC }]) { nodes { code validTo } } } }')).toMatchObject({ place: { children: { nodes: [{ code: 'G/1' }, { code: 'G/2' }, { code: 'G/9', validTo: null }] } } });
    const { placeStatistics } = await platform.as('people.statistics.read', 'people.places.read').run<{ placeStatistics: { place: { code: string }; households: number }[] }>('{ placeStatistics(placeCode: "G") { place { code } households } }');
    expect(placeStatistics).toEqual([{ place: { code: 'G/9' }, households: 2 }]);
  });

  it('goes where each household goes when a place is split; what was owed before is seen by whoever sees what the old one was in', async () => {
    await register([{ code: 'S', name: 'Region', level: 'region' }, { code: 'S/1', name: 'Old', level: 'district', parentCode: 'S' }]);
    for (const code of ['S-1', 'S-2']) await live(code, 'S/1');
    await given('S');
    await planner.run(REPLACE, { input: {
      on: '2026-03-01', replacements: [{ code: 'S/1', successorCodes: ['S/N', 'S/S'], restToCode: 'S/S' }], begin: ['S/N', 'S/S'].map((code) => ({ code, name: code, level: 'district', parentCode: 'S' })),
      households: [{ placeCode: 'S/N', householdCodes: ['S-2'] }],
    } });
    expect(await sees(['S/N'])).toEqual({ enrolled: ['S-2 S/N'], owed: [] });
    expect(await sees(['S/S'])).toEqual({ enrolled: ['S-1 S/S'], owed: [] });
    expect(await sees(['S'])).toEqual({ enrolled: ['S-1 S/S', 'S-2 S/N'], owed: ['S/1', 'S/1'] });
  });

  it('and a country that was renamed is still all that there is', async () => {
    const reach = async (codes: readonly string[]): Promise<boolean> => {
      const { rows } = await platform.pool.query<{ every: boolean }>(
        "with told as materialized (select set_config('kinga.scope', $1, true) as scope) select people.scope_holds_every_place() and scope <> '' as every from told", [`${JSON.stringify(codes)}|all|all`]);
      return rows[0]?.every ?? false;
    };
    const roots = async (): Promise<string[]> => (await platform.pool.query<{ code: string }>('select code from people.place where parent_id is null and valid_to is null order by 1')).rows.map(({ code }) => code);
    await register([{ code: 'Z', name: 'Old', level: 'country' }]);
    await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: 'Z', successorCodes: ['ZZ'] }], begin: [{ code: 'ZZ', name: 'New', level: 'country' }] } });
    const all = await roots();
    expect(await platform.pool.query("select depth from people.place where code = 'Z'")).toMatchObject({ rows: [{ depth: 1 }] });
    expect([await reach(all), await reach(all.slice(1))]).toEqual([true, false]);
  });
});

describe('what is not said is refused, and nothing happens', () => {
  const refusal = async (input: object): Promise<unknown> => (await planner.refuse(REPLACE, { input: { on: '2026-03-01', ...input } })).map(({ code, path }) => `${code} ${path?.slice(1).join('.')}`);
  const begin = ['C/N', 'C/S'].map((code) => ({ code, name: code, level: 'district', parentCode: 'C' }));
  const split = { code: 'C/1', successorCodes: ['C/N', 'C/S'] };

  it('who is left, where places below go, what is no successor, what is no resident, days and codes', async () => {
    await register([{ code: 'C', name: 'Region', level: 'region' }, { code: 'C/1', name: 'Old', level: 'district', parentCode: 'C' }, { code: 'C/2', name: 'Other', level: 'district', parentCode: 'C' }, { code: 'C/1/V', name: 'V', level: 'village', parentCode: 'C/1' }]);
    await live('C-1', 'C/1');
    await live('C-2', 'C/2');
    const villages = [{ parentCode: 'C/N', codes: ['C/1/V'] }];
    expect(await refusal({ replacements: [split], begin })).toEqual(['PLACE_CHILDREN_LEFT replacements.0']);
    expect(await refusal({ replacements: [split], begin, children: villages })).toEqual(['PLACE_RESIDENTS_LEFT replacements.0']);
    expect(await refusal({ replacements: [split], begin, children: villages, households: [{ placeCode: 'C/2', householdCodes: ['C-1'] }] })).toEqual(['PLACE_NOT_SUCCESSOR households.0.placeCode']);
    expect(await refusal({ replacements: [split], begin, children: villages, households: [{ placeCode: 'C/N', householdCodes: ['C-1', 'C-2'] }] })).toEqual(['HOUSEHOLD_NOT_THERE households.0.householdCodes.1']);
    expect(await refusal({ replacements: [split], begin, children: [{ parentCode: 'C/N', codes: ['C/1/V', 'C/2'] }] })).toEqual(['PLACE_NOT_BELOW children.0.codes.1']);
    expect(await refusal({ replacements: [split], begin, children: [{ parentCode: 'C/1', codes: ['C/1/V'] }] })).toEqual(['PLACE_NOT_VALID children.0.parentCode']);
    expect(await refusal({ replacements: [{ ...split, restToCode: 'C/2' }], begin })).toEqual(['PLACE_NOT_SUCCESSOR replacements.0.restToCode']);
    expect(await refusal({ replacements: [split, split], begin })).toEqual(['PLACE_REPLACED_TWICE replacements.1.code']);
    expect(await refusal({ replacements: [{ code: 'C/1', successorCodes: ['C/1'] }] })).toEqual(['PLACE_REPLACED_TWICE replacements.0.successorCodes.0']);
    expect(await refusal({ replacements: [{ code: 'C/1', successorCodes: ['NOWHERE'] }] })).toEqual(['PLACE_NOT_FOUND replacements.0.successorCodes.0']);
    expect(await refusal({ replacements: [split], begin: [{ ...begin[0], parentCode: 'C/1' }, begin[1]] })).toEqual(['PLACE_NOT_VALID begin.0.parentCode']);
    expect(await refusal({ replacements: [split], begin: [{ ...begin[0], code: 'C/2' }, begin[1]] })).toEqual(['PLACE_CODE_TAKEN begin']);
    expect(await refusal({ replacements: [split], begin: [{ ...begin[0], validFrom: '2026-02-01' }, begin[1]] })).toEqual(['PLACE_BEGINS_OTHER_DAY begin.0.validFrom']);
    expect(await refusal({ on: '2026-03-02', replacements: [split], begin })).toEqual(['NOT_YET on']);
    expect(await refusal({ on: '0001-01-01', replacements: [split], begin })).toEqual(['ENDS_BEFORE_START replacements.0.code']);
    const { rows } = await platform.pool.query("select code from people.place where code like 'C%' and (valid_to is not null or code in ('C/N', 'C/S'))");
    expect(rows).toEqual([]);
  });

  it('in other hierarchies what takes over belongs where the old one did, else it has to be said', async () => {
    await planner.run('mutation { placeHierarchyRegister(input: { code: "health", name: "Health" }) { userErrors { code } } }');
    await register([
      ...['HX', 'HY'].map((code) => ({ code, name: code, level: 'health district', parents: [{ hierarchyCode: 'health' }] })),
      ...['D1', 'D2', 'D3'].map((code) => ({ code, name: code, level: 'village' })),
    ]);
    await planner.run('mutation ($places: [PlaceUnderParentInput!]!) { placesMove(input: { hierarchyCode: "health", on: "2026-02-01", places: $places }) { userErrors { code } } }',
      { places: [{ code: 'D1', parentCode: 'HX' }, { code: 'D2', parentCode: 'HX' }, { code: 'D3', parentCode: 'HY' }] });
    const positions = async (): Promise<unknown> => (await platform.pool.query('select p.code, n.number, n.last_number as last from people.place_position n join people.place p on p.id = n.place_id order by 2')).rows;
    expect(await positions()).toEqual([{ code: 'HX', number: 1, last: 3 }, { code: 'D1', number: 2, last: 2 }, { code: 'D2', number: 3, last: 3 }, { code: 'HY', number: 4, last: 5 }, { code: 'D3', number: 5, last: 5 }]);
    const village = (code: string, parentCode?: string): object => ({ code, name: code, level: 'village', ...(parentCode && { parents: [{ hierarchyCode: 'health', parentCode }] }) });
    await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: 'D1', successorCodes: ['E1', 'E2'], restToCode: 'E1' }], begin: [village('E1'), village('E2')] } });
    expect(await positions()).toEqual([{ code: 'HX', number: 1, last: 4 }, { code: 'D2', number: 2, last: 2 }, { code: 'E1', number: 3, last: 3 }, { code: 'E2', number: 4, last: 4 }, { code: 'HY', number: 5, last: 6 }, { code: 'D3', number: 6, last: 6 }]);
    const merged = { replacements: [{ code: 'D2', successorCodes: ['F'] }, { code: 'D3', successorCodes: ['F'] }] };
    expect(await refusal({ ...merged, begin: [village('F')] })).toEqual(['PLACE_LINK_UNCLEAR replacements.0']);
    await planner.run(REPLACE, { input: { on: '2026-03-01', ...merged, begin: [village('F', 'HY')] } });
    expect(await positions()).toEqual([{ code: 'HX', number: 1, last: 3 }, { code: 'E1', number: 2, last: 2 }, { code: 'E2', number: 3, last: 3 }, { code: 'HY', number: 4, last: 5 }, { code: 'F', number: 5, last: 5 }]);
  });
});

describe('whoever registers a household while its place is replaced', () => {
  it('finds it in the new one, or is told that the old one has ended', async () => {
    await register([{ code: 'R1', name: 'R1', level: 'x' }, { code: 'R2', name: 'R2', level: 'x' }]);
    const homesMade = Array.from({ length: 8 }, (_, index) => planner.send(HOUSEHOLD, { input: { code: `R-${index}`, placeCode: 'R1', members: [{ familyName: 'X', sex: 'MALE', role: 'HEAD' }] } }));
    await planner.run(REPLACE, { input: { on: '2026-03-01', replacements: [{ code: 'R1', successorCodes: ['R2'] }] } });
    const told = (await Promise.all(homesMade)).flatMap(({ data }) => (data as { householdRegister: { userErrors: { code: string }[] } }).householdRegister.userErrors.map(({ code }) => code));
    expect(new Set(told)).toEqual(new Set(told.length > 0 ? ['PLACE_NOT_VALID'] : []));
    const lives = Object.values(await homes('R-'));
    expect(lives).toHaveLength(8 - told.length);
    expect(new Set(lives)).toEqual(new Set(lives.length > 0 ? ['R2'] : []));
  });
});
