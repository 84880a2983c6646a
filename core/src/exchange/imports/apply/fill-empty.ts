import { publish } from '../../../kernel/events/publish.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { personUpdated } from '../../../people/persons/events.js';
import { bornBefore } from '../check/born-before.js';
import type { Chunk } from './inserts.js';

/**
 * Fills in what is not known of persons who are registered already; what was there before is kept for an undo.
 *
 * @returns how many were changed
 */
export async function fillEmpty(tx: TxContext, chunk: Chunk): Promise<number> {
  const { rows } = await ask<{ id: string; fields: readonly string[] }>(tx, sql`
    with known as materialized (
      select p.id, r.given_name, r.patronymic, r.sex, case when ${bornBefore(sql`p`, sql`r.birth_date`)} then r.birth_date end as birth_date, r.birth_precision, r.birth_estimated, coalesce(r.attributes, '{}') || p.attributes as attributes,
             array_remove(array[
               case when p.given_name is null and r.given_name is not null then 'givenName' end,
               case when p.patronymic is null and r.patronymic is not null then 'patronymic' end,
               case when p.sex = 'UNKNOWN' and r.sex <> 'UNKNOWN' then 'sex' end,
               case when p.birth_date is null and r.birth_date is not null and ${bornBefore(sql`p`, sql`r.birth_date`)} then 'birthDate' end,
               case when coalesce(r.attributes, '{}') || p.attributes <> p.attributes then 'attributes' end], null) as fields,
             jsonb_build_object('given_name', p.given_name, 'patronymic', p.patronymic, 'sex', p.sex, 'birth_date', p.birth_date, 'birth_precision', p.birth_precision,
               'birth_estimated', p.birth_estimated, 'attributes', p.attributes) as before
      from exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code
      join exchange.import_match m on m.import_id = r.import_id and m.number = r.number
      join people.person p on p.id = m.person_id
      where ${chunk.households} for no key update of p),
    filled as (
      update people.person p set
        given_name = coalesce(p.given_name, k.given_name), patronymic = coalesce(p.patronymic, k.patronymic),
        sex = case when p.sex = 'UNKNOWN' then coalesce(k.sex, 'UNKNOWN') else p.sex end,
        birth_date = coalesce(p.birth_date, k.birth_date),
        birth_precision = case when p.birth_date is null and k.birth_date is not null then coalesce(k.birth_precision, 'DAY') else p.birth_precision end,
        birth_estimated = case when p.birth_date is null and k.birth_date is not null then coalesce(k.birth_estimated, false) else p.birth_estimated end,
        attributes = k.attributes
      from known k where k.id = p.id and cardinality(k.fields) > 0 returning p.id, p.version, k.fields, k.before),
    noted as (insert into exchange.import_change (import_id, person_id, before, version) select ${chunk.id}::uuid, id, before, version from filled)
    select id, fields from filled`);
  for (const { id, fields } of rows) await publish(tx, personUpdated, { id, fields });
  return rows.length;
}
