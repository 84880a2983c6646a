import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let planner: TestClient;
const PERMISSIONS = ['people.places.read', 'people.places.manage', 'people.households.read', 'people.households.register', 'people.persons.read'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  planner = platform.as(...PERMISSIONS);
});
afterAll(() => platform.stop());

const ERRORS = 'userErrors { code message path hint }';
const register = (places: readonly object[], by = planner): Promise<unknown> =>
  by.run(`mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { places { code } ${ERRORS} } }`, { places });
const MOVE = `mutation ($input: PlaceMoveInput!) { placeMove(input: $input) { place { code depth parent { code } } ${ERRORS} } }`;
const MOVES = `mutation ($input: PlacesMoveInput!) { placesMove(input: $input) { places { code } ${ERRORS} } }`;
const UPDATE = `mutation ($input: PlaceUpdateInput!) { placeUpdate(input: $input) { place { code name version codes { nodes { scheme code validTo } } } ${ERRORS} } }`;

/** A district of two villages, under a root of its own. */
async function district(name: string): Promise<void> {
  await register([
    { code: name, name: `Region ${name}`, level: 'region' }, { code: `${name}/1`, name: 'First', level: 'district', parentCode: name },
    { code: `${name}/2`, name: 'Second', level: 'district', parentCode: name }, { code: `${name}/1/V`, name: 'Village', level: 'village', parentCode: `${name}/1` },
  ]);
}

async function versionOf(code: string): Promise<number> {
  return (await planner.run<{ place: { version: number } }>('query ($code: String!) { place(by: { code: $code }) { version } }', { code })).place.version;
}

describe('a planner moves a place', () => {
  it('under another parent from a day on; where it was is kept, and its path follows', async () => {
    await district('M');
    expect(await planner.run(MOVE, { input: { code: 'M/1/V', parentCode: 'M/2', on: '2026-02-01' } })).toEqual({
      placeMove: { place: { code: 'M/1/V', depth: 2, parent: { code: 'M/2' } }, userErrors: [] },
    });
    const query = `query ($asOf: LocalDate) { place(by: { code: "M/1/V" }, asOf: $asOf) { path parent { code path } } }`;
    expect(await planner.run(query, { asOf: '2026-01-31' })).toEqual({ place: { path: 'Region M / First / Village', parent: { code: 'M/1', path: 'Region M / First' } } });
    expect(await planner.run(query, { asOf: '2026-02-01' })).toEqual({ place: { path: 'Region M / Second / Village', parent: { code: 'M/2', path: 'Region M / Second' } } });
    const above = `query ($asOf: LocalDate) { place(by: { code: "M" }, asOf: $asOf) { children(where: { path: { eq: "Region M / Second" } }) { nodes { children { nodes { code } } } } } }`;
    expect(await planner.run(above, { asOf: '2026-01-31' })).toEqual({ place: { children: { nodes: [{ children: { nodes: [] } }] } } });
    expect(await planner.run(above, { asOf: '2026-02-01' })).toEqual({ place: { children: { nodes: [{ children: { nodes: [{ code: 'M/1/V' }] } }] } } });
    expect(await planner.run('{ place(by: { code: "M/1/V" }) { path links(orderBy: [{ validFrom: ASC }]) { nodes { hierarchy { code } parent { code } validFrom validTo } } } }')).toEqual({
      place: {
        path: 'Region M / Second / Village',
        links: {
          nodes: [
            { hierarchy: { code: 'administrative' }, parent: { code: 'M/1' }, validFrom: '0001-01-01', validTo: '2026-02-01' },
            { hierarchy: { code: 'administrative' }, parent: { code: 'M/2' }, validFrom: '2026-02-01', validTo: null },
          ],
        },
      },
    });
  });

  it('but not below itself, not before it came where it is, not on a day to come, not under what has ended', async () => {
    await district('L');
    expect(await planner.refuse(MOVE, { input: { code: 'L', parentCode: 'L/1/V' } })).toMatchObject([
      { code: 'PLACE_CYCLE', path: ['input', 'parentCode'], message: 'These places are inside of one another: L in L/1/V in L/1 in L.' },
    ]);
    expect(await planner.refuse(MOVES, { input: { places: [{ code: 'L/2', parentCode: 'L/1/V' }, { code: 'L/1', parentCode: 'L/2' }] } })).toMatchObject([
      { code: 'PLACE_CYCLE', path: ['input', 'places', '0', 'parentCode'] },
    ]);
    expect(await planner.refuse(MOVE, { input: { code: 'L/1', parentCode: 'L/1' } })).toMatchObject([{ code: 'PLACE_CYCLE', path: ['input', 'parentCode'] }]);
    await planner.run(MOVE, { input: { code: 'L/1/V', parentCode: 'L/2', on: '2026-02-01' } });
    expect(await planner.refuse(MOVE, { input: { code: 'L/1/V', parentCode: 'L/1', on: '2026-01-01' } })).toMatchObject([{ code: 'PLACE_LINK_LATER', path: ['input', 'code'] }]);
    expect(await planner.refuse(MOVE, { input: { code: 'L/1/V', parentCode: 'L/1', on: '2026-03-02' } })).toMatchObject([{ code: 'NOT_YET', path: ['input', 'on'] }]);
    expect(await planner.refuse(MOVE, { input: { code: 'L/1/V', parentCode: 'NOWHERE' } })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'parentCode'] }]);
  });

  it('again on the same day, which corrects it', async () => {
    await district('S');
    for (const parentCode of ['S/2', 'S', 'S/2']) await planner.run(MOVE, { input: { code: 'S/1/V', parentCode, on: '2026-02-01' } });
    const { rows } = await platform.pool.query(
      `select a.code, l.valid_from::text as from, l.valid_to::text as to from people.place_link l join people.place p on p.id = l.place_id join people.place a on a.id = l.parent_id
       where p.code = 'S/1/V' order by l.valid_from`);
    expect(rows).toEqual([{ code: 'S/1', from: '0001-01-01', to: '2026-02-01' }, { code: 'S/2', from: '2026-02-01', to: null }]);
  });

  it('and nobody else is told that their place was changed meanwhile', async () => {
    await district('N');
    const before = await versionOf('N/2');
    await register([{ code: 'N/1/A', name: 'Another', level: 'village', parentCode: 'N/1' }]);
    expect(await versionOf('N/2')).toBe(before);
    expect(await planner.run(UPDATE, { input: { code: 'N/2', version: before, name: 'Second of N' } })).toMatchObject({ placeUpdate: { place: { name: 'Second of N', version: before + 1 } } });
    expect(await planner.refuse(UPDATE, { input: { code: 'N/2', version: before, name: 'Again' } })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }]);
    const { rows } = await platform.pool.query("select row_before ->> 'name' as name, actor from kernel.history where table_name = 'people.place' and row_before ->> 'code' = 'N/2'");
    expect(rows).toEqual([{ name: 'Second', actor: 'tester@example.org' }]);
  });

  it('only within their own places', async () => {
    await district('O');
    const local = platform.as({ permissions: PERMISSIONS, places: ['O/1'] });
    expect(await local.refuse(MOVE, { input: { code: 'O/1/V', parentCode: 'O/2' } })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'parentCode'] }]);
    expect(await local.refuse(MOVE, { input: { code: 'O/1/V' } })).toMatchObject([{ code: 'PLACE_ROOT_RESERVED', path: ['input', 'parentCode'] }]);
    const places = 'mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code path } } }';
    expect(await local.refuse(places, { places: [{ code: 'O2', name: 'x', level: 'x' }] })).toMatchObject([{ code: 'PLACE_ROOT_RESERVED' }]);
    await register([{ code: 'O/1/W', name: 'Mine', level: 'village', parentCode: 'O/1' }], local);
    expect(await local.refuse(UPDATE, { input: { code: 'O/2', version: 1, name: 'Not mine' } })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'code'] }]);
  });
});

describe('a place has several codes', () => {
  it('and is found by any of them', async () => {
    await register([{ code: 'C', name: 'Coded', level: 'region', codes: [{ scheme: 'p-code', code: 'XX01' }, { scheme: 'statistical', code: '17' }], point: { longitude: '1.5', latitude: '-0.25' } }]);
    const find = (scheme: string, code: string): Promise<unknown> => planner.run(
      'query ($scheme: String!, $code: String!) { places(where: { codes: { some: { scheme: { eq: $scheme }, code: { eq: $code } } } }) { nodes { code point { longitude latitude } } } }', { scheme, code });
    expect(await find('p-code', 'XX01')).toEqual({ places: { nodes: [{ code: 'C', point: { longitude: '1.5', latitude: '-0.25' } }] } });
    await planner.run(UPDATE, { input: { code: 'C', version: await versionOf('C'), newCode: 'C-NEW', point: null } });
    expect(await find('former', 'C')).toEqual({ places: { nodes: [{ code: 'C-NEW', point: null }] } });
    expect(await planner.refuse('mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code path } } }', { places: [{ code: 'C', name: 'x', level: 'x' }] }))
      .toMatchObject([{ code: 'PLACE_CODE_TAKEN', path: ['input', 'places'] }]);
  });

  it('no two places the same one of a list at a time', async () => {
    await register([{ code: 'C1', name: 'One', level: 'x' }, { code: 'C2', name: 'Two', level: 'x' }]);
    const ADD = `mutation ($input: PlaceCodeAddInput!) { placeCodeAdd(input: $input) { place { codes { nodes { id } } } ${ERRORS} } }`;
    const { placeCodeAdd } = await planner.run<{ placeCodeAdd: { place: { codes: { nodes: { id: string }[] } } } }>(ADD, { input: { placeCode: 'C1', scheme: 'p-code', code: 'YY' } });
    expect(await planner.refuse(ADD, { input: { placeCode: 'C2', scheme: 'p-code', code: 'YY' } })).toMatchObject([{ code: 'PLACE_FURTHER_CODE_TAKEN', path: ['input', 'code'] }]);
    expect(await planner.refuse(ADD, { input: { placeCode: 'C2', scheme: 'former', code: 'YY' } })).toMatchObject([{ code: 'PLACE_CODE_SCHEME_RESERVED' }]);
    await planner.run(`mutation ($input: PlaceCodeEndInput!) { placeCodeEnd(input: $input) { ${ERRORS} } }`, { input: { id: placeCodeAdd.place.codes.nodes[0]?.id, on: '2026-02-01' } });
    await planner.run(ADD, { input: { placeCode: 'C2', scheme: 'p-code', code: 'YY', from: '2026-02-01' } });
  });
});

describe('a place is outlined on the map', () => {
  const SET = `mutation ($input: PlaceBoundarySetInput!) { placeBoundarySet(input: $input) { boundary { geometry west north validFrom } ${ERRORS} } }`;
  const square = (size: number): string => JSON.stringify({ type: 'Polygon', coordinates: [[[0, 0], [size, 0], [size, size], [0, size], [0, 0]]] });
  it('from a day on, and as it was before', async () => {
    await register([{ code: 'B', name: 'Bounded', level: 'x' }]);
    await planner.run(SET, { input: { placeCode: 'B', geometry: square(1), on: '2020-01-01' } });
    await planner.run(SET, { input: { placeCode: 'B', geometry: square(2), on: '2026-01-01', source: 'survey' } });
    expect(await planner.run(SET, { input: { placeCode: 'B', geometry: square(3), on: '2026-01-01' } })).toMatchObject({ placeBoundarySet: { boundary: { west: '0', north: '3', validFrom: '2026-01-01' } } });
    const at = (asOf: string): Promise<unknown> => planner.run('query ($asOf: LocalDate!) { place(by: { code: "B" }, asOf: $asOf) { boundaries { nodes { east source } } } }', { asOf });
    expect(await at('2025-12-31')).toEqual({ place: { boundaries: { nodes: [{ east: '1', source: null }] } } });
    expect(await at('2026-01-01')).toEqual({ place: { boundaries: { nodes: [{ east: '3', source: null }] } } });
    expect(await planner.refuse(SET, { input: { placeCode: 'B', geometry: '{"type":"Point","coordinates":[0,0]}' } })).toMatchObject([{ code: 'GEOMETRY_INVALID', path: ['input', 'geometry'] }]);
    expect(await planner.refuse(SET, { input: { placeCode: 'B', geometry: square(1), on: '2025-01-01' } })).toMatchObject([{ code: 'PLACE_BOUNDARY_LATER', path: ['input', 'on'] }]);
  });
});

describe('places lie in several hierarchies', () => {
  it('each with its own parents and numbers; scope follows the administrative one', async () => {
    await district('H');
    await planner.run('mutation { placeHierarchyRegister(input: { code: "health", name: "Health" }) { hierarchy { code } userErrors { code } } }');
    await register([{ code: 'HD', name: 'Health district', level: 'health district', parents: [{ hierarchyCode: 'health' }] }]);
    await planner.run(MOVES, { input: { hierarchyCode: 'health', places: [{ code: 'H/1/V', parentCode: 'HD' }, { code: 'H/2', parentCode: 'HD' }] } });
    expect(await planner.run('{ place(by: { code: "HD" }) { children { totalCount } childLinks(where: { hierarchy: { code: { eq: "health" } } }) { totalCount } } place2: place(by: { code: "H/1/V" }) { parent { code } } }')).toEqual({
      place: { children: { totalCount: 0 }, childLinks: { totalCount: 2 } }, place2: { parent: { code: 'H/1' } },
    });
    const { rows } = await platform.pool.query('select p.code, n.depth, n.number, n.last_number as last from people.place_position n join people.place p on p.id = n.place_id order by n.number');
    expect(rows).toEqual([{ code: 'HD', depth: 0, number: 1, last: 3 }, { code: 'H/1/V', depth: 1, number: 2, last: 2 }, { code: 'H/2', depth: 1, number: 3, last: 3 }]);
    expect(await planner.refuse(MOVES, { input: { hierarchyCode: 'health', places: [{ code: 'HD', parentCode: 'H/2' }] } })).toMatchObject([{ code: 'PLACE_CYCLE' }]);
    expect(await planner.refuse(MOVES, { input: { hierarchyCode: 'health', places: [{ code: 'H', parentCode: 'H/1' }] } })).toMatchObject([{ code: 'PLACE_NOT_IN_HIERARCHY', path: ['input', 'places', '0', 'parentCode'] }]);
    expect(await planner.refuse(MOVES, { input: { hierarchyCode: 'schools', places: [{ code: 'H' }] } })).toMatchObject([{ code: 'PLACE_HIERARCHY_NOT_FOUND', path: ['input', 'hierarchyCode'] }]);
  });

  it('and may leave one again, never the administrative one', async () => {
    const LEAVE = `mutation ($input: PlaceLeaveHierarchyInput!) { placeLeaveHierarchy(input: $input) { place { code } ${ERRORS} } }`;
    expect(await planner.refuse(LEAVE, { input: { hierarchyCode: 'administrative', code: 'H/2' } })).toMatchObject([{ code: 'PLACE_STAYS_IN_MAIN' }]);
    expect(await planner.refuse(LEAVE, { input: { hierarchyCode: 'health', code: 'HD' } })).toMatchObject([{ code: 'PLACE_HAS_CHILDREN', path: ['input', 'code'] }]);
    platform.setToday('2026-03-02');
    await planner.run(LEAVE, { input: { hierarchyCode: 'health', code: 'H/2' } });
    expect(await planner.refuse(LEAVE, { input: { hierarchyCode: 'health', code: 'H/2' } })).toMatchObject([{ code: 'PLACE_NOT_IN_HIERARCHY' }]);
    platform.setToday('2026-03-01');
  });
});

describe('two planners', () => {
  it('who move two places into one another at once make no loop', async () => {
    await district('T');
    const answers = await Promise.all([['T/1', 'T/2'], ['T/2', 'T/1']].map(([code, parentCode]) => planner.send(MOVE, { input: { code, parentCode } })));
    const codes = answers.flatMap(({ data }) => (data as { placeMove: { userErrors: { code: string }[] } }).placeMove.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['PLACE_CYCLE']);
  });

  it('who add places at once leave the numbers right', async () => {
    await district('U');
    await Promise.all(Array.from({ length: 6 }, (_, index) => register([{ code: `U/1/${index}`, name: 'x', level: 'x', parentCode: 'U/1' }])));
    const { rows } = await platform.pool.query<{ number: number; last: number }>("select number, last_number as last from people.place where code = 'U/1'");
    const { rows: below } = await platform.pool.query('select code from people.place where number between $1 and $2 order by number', [rows[0]?.number, rows[0]?.last]);
    expect(below.map(({ code }) => code as string)).toEqual(['U/1', 'U/1/0', 'U/1/1', 'U/1/2', 'U/1/3', 'U/1/4', 'U/1/5', 'U/1/V']);
  });
});
