import { inTransaction, registerHouseholds, registerPlaces, type Platform, type Progress } from '@kinga/plugin-sdk';
import { inventHousehold } from './households.js';
import { COUNTRY, inventPlaces, villagesOf } from './places.js';
import { random } from './random.js';

export const HOUSEHOLDS = 2_000;
const AT_A_TIME = 250;

/** Fills the made-up country: places, and 2,000 households with their members. What is there stays. */
export async function seedCountry(platform: Platform, progress: Progress): Promise<void> {
  const ctx = platform.context({ actor: platform.system('demo-country') });
  const chance = random(20_260_101);
  const places = inventPlaces(chance);
  await inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.tx.query('select 1 from people.place where code = $1', [COUNTRY]);
    if (rowCount === 0) await registerPlaces(tx, places);
  });
  const villages = villagesOf(places);
  for (let first = 0; first < HOUSEHOLDS; first += AT_A_TIME) {
    const households = Array.from({ length: AT_A_TIME }, (_, index) => inventHousehold(chance, `MU-H${String(first + index + 1).padStart(5, '0')}`, villages));
    await inTransaction(ctx, async (tx) => {
      const { rows } = await tx.tx.query<{ code: string }>('select code from people.household where code = any($1)', [households.map(({ code }) => code)]);
      const there = new Set(rows.map(({ code }) => code));
      const missing = households.filter(({ code }) => !there.has(code));
      if (missing.length > 0) await registerHouseholds(tx, missing.map((household) => ({ household, path: '' })));
    });
    progress.step(`${first + AT_A_TIME} of ${HOUSEHOLDS} made-up households`);
  }
}
