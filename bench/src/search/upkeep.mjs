import { median } from '../report.mjs';

const ROWS = 10_000;
const ROUNDS = 5;
const TRIGGER = 'search_inserted';

/** What the search index adds to writing 10,000 persons in one statement: with its trigger and without, in turns, all undone again. */
export async function measureUpkeep(pool) {
  const client = await pool.connect();
  const times = { with: [], without: [] };
  try {
    for (let round = 0; round < ROUNDS * 2; round += 1) {
      const kind = round % 2 === 0 ? 'with' : 'without';
      await client.query('begin');
      if (kind === 'without') await client.query(`alter table people.person disable trigger ${TRIGGER}`);
      const start = performance.now();
      await client.query(
        `insert into people.person (id, given_name, family_name, sex, birth_date, place_id)
         select kernel.uuid7(), given_name, family_name, sex, birth_date, place_id from people.person tablesample bernoulli (5) limit ${ROWS}`);
      times[kind].push(performance.now() - start);
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
  const [withIndex, without] = [median(times.with), median(times.without)].map((time) => Math.round(time));
  return { rows: ROWS, withIndexMs: withIndex, withoutMs: without, microsecondsAPerson: Number((((withIndex - without) * 1000) / ROWS).toPrecision(3)) };
}
