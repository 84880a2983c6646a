import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';

const COLUMNS = {
  household: 'id, code, place_id, head_id',
  person: 'id, given_name, family_name, sex, birth_date, place_id, household_id',
  membership: 'id, person_id, household_id, role, valid_from',
  contact_point: 'id, person_id, kind, value',
};

/**
 * COPY of the same rows into the same indexed tables, a commit for each part.
 *
 * @param bare without triggers, foreign keys among them: what no import that keeps its promises can do
 * @returns seconds
 */
export async function copyAll(pool, parts, { bare }) {
  const client = await pool.connect();
  const start = performance.now();
  try {
    if (bare) await client.query("set session_replication_role = 'replica'");
    for (const part of parts) {
      await client.query('begin');
      for (const [table, file] of Object.entries(part)) await pipeline(createReadStream(file), client.query(copyFrom(`copy people.${table} (${COLUMNS[table]}) from stdin`)));
      await client.query('commit');
    }
    return (performance.now() - start) / 1000;
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
}
