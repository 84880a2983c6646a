import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let analyst: TestClient;
const PERMISSIONS = ['people.places.read', 'people.statistics.read'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  analyst = platform.as(...PERMISSIONS);
  const clerk = platform.as('people.places.read', 'people.places.manage', 'people.households.read', 'people.households.register', 'people.persons.read', 'people.persons.register');
  await clerk.run('mutation { placeHierarchyRegister(input: { code: "health", name: "Health" }) { userErrors { code } } }');
  const place = (code: string, level: string, parentCode?: string, health?: string | null): object =>
    ({ code, name: code, level, ...(parentCode && { parentCode }), ...(health !== undefined && { parents: [{ hierarchyCode: 'health', parentCode: health }] }) });
  await clerk.run('mutation ($places: [PlaceInput!]!) { placesRegister(input: { places: $places }) { userErrors { code message } } }', {
    places: [
      place('R', 'region'), place('D1', 'district', 'R'), place('D2', 'district', 'R'), place('D3', 'district', 'R'),
      place('HA', 'area', undefined, null), place('HB', 'area', undefined, null),
      place('V11', 'village', 'D1', 'HA'), place('V12', 'village', 'D1', 'HB'), place('V21', 'village', 'D2', 'HB'),
    ],
  });
  const live = (code: string, placeCode: string, ages: readonly (number | null)[]): Promise<unknown> =>
    clerk.run('mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { userErrors { code message } } }', {
      input: {
        code, placeCode, since: '2026-02-01',
        members: ages.map((age, index) => ({ familyName: code, sex: index % 2 ? 'MALE' : 'FEMALE', role: index ? 'OTHER_RELATIVE' : 'HEAD', ...(age !== null && { birthDate: `${2026 - age}-03-01` }) })),
      },
    });
  await live('1', 'V11', [40, 4, 5]);
  await live('2', 'V12', [60, null]);
  await live('3', 'V21', [17]);
  await live('4', 'D1', [18]);
  await clerk.run('mutation { personsRegister(input: { placeCode: "V21", persons: [{ familyName: "Alone", sex: OTHER, birthDate: "2026-02-28" }, { familyName: "Gone", sex: OTHER, birthDate: "1950-01-01" }] }) { userErrors { code } } }');
  await platform.pool.query("update people.person set death_date = '2026-01-01' where family_name = 'Gone'");
});
afterAll(() => platform.stop());

const STATISTICS = `query ($place: String, $hierarchy: String! = "administrative", $depth: Int! = 1, $level: String, $bands: [Int!]! = [0, 5, 18, 60]) {
  placeStatistics(placeCode: $place, hierarchyCode: $hierarchy, depth: $depth, level: $level, ageBands: $bands) { place { code } households persons groups { sex ageFrom ageTo persons } }
}`;
interface Rows {
  readonly placeStatistics: readonly { readonly place: { readonly code: string }; readonly households: number; readonly persons: number; readonly groups: readonly unknown[] }[];
}
const brief = async (by: TestClient, variables: object): Promise<readonly string[]> =>
  (await by.run<Rows>(STATISTICS, { ...variables })).placeStatistics.map(({ place, households, persons }) => `${place.code} ${households} ${persons}`);

describe('how many live where', () => {
  it('is counted below the places of a region, by sex and age', async () => {
    const { placeStatistics } = await analyst.run<Rows>(STATISTICS, { place: 'R' });
    expect(placeStatistics).toEqual([
      {
        place: { code: 'D1' }, households: 3, persons: 6, groups: [
          { sex: 'FEMALE', ageFrom: 5, ageTo: 17, persons: 1 }, { sex: 'FEMALE', ageFrom: 18, ageTo: 59, persons: 2 }, { sex: 'FEMALE', ageFrom: 60, ageTo: null, persons: 1 },
          { sex: 'MALE', ageFrom: 0, ageTo: 4, persons: 1 }, { sex: 'MALE', ageFrom: null, ageTo: null, persons: 1 },
        ],
      },
      { place: { code: 'D2' }, households: 1, persons: 2, groups: [{ sex: 'FEMALE', ageFrom: 5, ageTo: 17, persons: 1 }, { sex: 'OTHER', ageFrom: 0, ageTo: 4, persons: 1 }] },
      { place: { code: 'D3' }, households: 0, persons: 0, groups: [] },
    ]);
    expect(analyst.statements()).toBe(2);
  });

  it('at any depth, by level, by another hierarchy, by other ages', async () => {
    expect(await brief(analyst, { place: 'R', depth: 0 })).toEqual(['R 4 8']);
    expect(await brief(analyst, { place: 'R', depth: 2 })).toEqual(['V11 1 3', 'V12 1 2', 'V21 1 2']);
    expect(await brief(analyst, { level: 'village' })).toEqual(['V11 1 3', 'V12 1 2', 'V21 1 2']);
    expect(await brief(analyst, { level: 'region' })).toEqual(['R 4 8']);
    expect(await brief(analyst, { hierarchy: 'health' })).toEqual(['HA 1 3', 'HB 2 4']);
    expect(await brief(analyst, { hierarchy: 'health', place: 'HB' })).toEqual(['V12 1 2', 'V21 1 2']);
    const { placeStatistics } = await analyst.run<Rows>(STATISTICS, { place: 'D2', depth: 0, bands: [18] });
    expect(placeStatistics[0]?.groups).toEqual([{ sex: 'FEMALE', ageFrom: 0, ageTo: 17, persons: 1 }, { sex: 'OTHER', ageFrom: 0, ageTo: 17, persons: 1 }]);
  });

  it('for whoever may see some places, of those that are theirs as a whole', async () => {
    const of = (...places: string[]): TestClient => platform.as({ permissions: PERMISSIONS, places });
    expect(await brief(of('D1'), { place: 'R' })).toEqual(['D1 3 6']);
    expect(await brief(of('V11'), { place: 'R' })).toEqual([]);
    expect(await brief(of('V11', 'V12'), { place: 'R' })).toEqual([]);
    expect(await brief(of('V11', 'V12'), { place: 'D1' })).toEqual(['V11 1 3', 'V12 1 2']);
    expect(await brief(of('V11'), { hierarchy: 'health' })).toEqual(['HA 1 3']);
    expect(await brief(of('V12', 'D2'), { hierarchy: 'health' })).toEqual(['HB 2 4']);
    expect(await brief(of(), {})).toEqual([]);
  });

  it('only with the permission, of what is there, and not too much at once', async () => {
    expect(await platform.as('people.places.read', 'people.persons.read').refuse(STATISTICS)).toMatchObject([{ code: 'FORBIDDEN' }]);
    for (const wrong of [{ place: 'NOWHERE' }, { hierarchy: 'schools' }, { depth: -1 }, { bands: [5, 5] }, { bands: [200] }, { place: 'D1', hierarchy: 'health' }]) {
      expect(await analyst.refuse(STATISTICS, wrong)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    }
  });
});
