import type { PlaceInput } from '@kinga/plugin-sdk';
import { inventedName } from './names.js';
import type { Random } from './random.js';

export const COUNTRY = 'MU';
const REGIONS = 3;
const DISTRICTS = 4;
const VILLAGES = 8;

/** A made-up country with four levels: country, regions, districts, villages. */
export function inventPlaces(random: Random): readonly PlaceInput[] {
  const places: PlaceInput[] = [{ code: COUNTRY, name: 'Made-up country', level: 'country', parentCode: null }];
  const add = (parent: string, count: number, level: string, below: (code: string) => void): void => {
    for (let index = 1; index <= count; index += 1) {
      const code = `${parent}-${index}`;
      places.push({ code, name: inventedName(random), level, parentCode: parent });
      below(code);
    }
  };
  add(COUNTRY, REGIONS, 'region', (region) => add(region, DISTRICTS, 'district', (district) => add(district, VILLAGES, 'village', () => undefined)));
  return places;
}

export function villagesOf(places: readonly PlaceInput[]): readonly [string, ...string[]] {
  return places.filter((place) => place.level === 'village').map((place) => place.code) as [string, ...string[]];
}
