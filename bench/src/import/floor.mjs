import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';

const COLUMNS = {
  household: 'id, code, place_id, head_id, opened_on',
  person: 'id, given_name, family_name, sex, birth_date, place_id, household_id',
  membership: 'id, person_id, household_id, role, valid_from',
  residence: 'id, household_id, place_id, valid_from',
  contact_point: 'id, person_id, kind, value',
};

const WITHOUT_TRIGGERS = `do $$ declare one record; begin
  for one in select conrelid::regclass as of_table, conname from pg_constraint where contype = 'f' and conrelid::regclass::text = any ('{people.household,people.person,people.membership,people.residence,people.contact_point}') loop
    execute format('alter table %s drop constraint %I', one.of_table, one.conname);
  end loop;
  for one in select tgrelid::regclass as of_table, tgname from pg_trigger where not tgisinternal and tgrelid::regclass::text = any ('{people.household,people.person,people.membership,people.residence,people.contact_point}') loop
    execute format('drop trigger %I on %s', one.tgname, one.of_table);
  end loop;
end $$`;

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
    if (bare) await client.query(WITHOUT_TRIGGERS);
    for (const part of parts) {
      await client.query('begin');
      for (const [table, file] of Object.entries(part)) await pipeline(createReadStream(file), client.query(copyFrom(`copy people.${table} (${COLUMNS[table]}) from stdin`)));
      await client.query('commit');
    }
    return (performance.now() - start) / 1000;
  } finally {
    client.release();
  }
}
