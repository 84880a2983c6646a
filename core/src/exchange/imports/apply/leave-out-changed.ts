import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import type { Chunk } from './inserts.js';

/**
 * Leaves out households for which the registry is no longer as it was checked: somebody registered the same code or number, or
 * moved the household or its members, or one of them was erased. Nobody is erased of those who stay until the chunk is applied.
 *
 * @returns how many rows are rejected by it
 */
export async function leaveOutChanged(tx: TxContext, { id, households }: Chunk, withIdentifiers: boolean): Promise<number> {
  const holder = sql`
    or exists (
      select 1 from exchange.import_row r join exchange.import_identifier i on i.import_id = r.import_id and i.number = r.number
      cross join lateral unnest(i.digest || coalesce(i.older, '{}')) as known(digest)
      join people.identifier held on held.type = i.type and held.digest = known.digest and held.ended_on is null
      where r.import_id = h.import_id and r.household_code = h.code
        and not exists (select 1 from exchange.import_match m where m.import_id = r.import_id and m.number = r.number and m.person_id = held.person_id))`;
  const known = sql`exchange.import_row r join exchange.import_match m on m.import_id = r.import_id and m.number = r.number join people.person p on p.id = m.person_id
            where r.import_id = h.import_id and r.household_code = h.code`;
  await ask(tx, sql`
    select from people.person held where held.id in (select p.id from exchange.import_household h cross join lateral (select p.id from ${known}) p where ${households}) order by held.id for key share`);
  const { rows: [left] } = await ask<{ rejected: number }>(tx, sql`
    with changed as (
      update exchange.import_household h set rejected = true
      where ${households} and (
        not exists (select 1 from people.place p where p.id = h.place_id and p.valid_to is null) or
        case when h.is_new then exists (select 1 from people.household there where there.code = h.code)
        else not exists (select 1 from people.household there where there.id = h.id and there.place_id = h.place_id and there.closed_on is null)
          or exists (
            select 1 from ${known} and p.household_id is distinct from h.id and r.death_date is null)
        end or exists (select 1 from ${known} and p.erased_on is not null) ${withIdentifiers ? holder : sql``})
      returning h.import_id, h.code),
    told as (
      insert into exchange.import_problem (id, import_id, number, code)
      select kernel.uuid7(), ${id}::uuid, r.number, 'CHANGED_MEANWHILE' from changed c join exchange.import_row r on r.import_id = c.import_id and r.household_code = c.code returning 1)
    select count(*)::int as rejected from told`);
  return left?.rejected ?? 0;
}
