import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { inPlacesOf } from '../../../people/scope.js';
import type { LoadedImport } from '../load-import.js';
import { isOfPersonsAlone } from '../mapping.js';

/** The households that the rows make, numbered in the order in which the file names them. */
export async function groupHouseholds(tx: TxContext, { id, mapping }: LoadedImport): Promise<void> {
  await ask(tx, sql`
    with grouped as (
      select household_code as code, min(number) as first, min(place_code) as place, max(place_code) as other_place,
             count(*) filter (where role = 'HEAD')::int as heads, max(coalesce(since, ${tx.today}::date)) filter (where role = 'HEAD' or ${isOfPersonsAlone(mapping)}) as since, count(*)::int as members
      from exchange.import_row where import_id = ${id}::uuid and household_code is not null group by household_code),
    place as materialized (
      select p.id, p.code, p.valid_from from people.place p where p.valid_to is null and p.code in (select distinct place from grouped) and ${inPlacesOf(tx, sql`p.id`)})
    insert into exchange.import_household (import_id, ordinal, code, id, is_new, place_id, opened_on, places_differ, elsewhere, closed, head_count, member_count)
    select ${id}::uuid, row_number() over (order by g.first), g.code, coalesce(h.id, kernel.uuid7()), h.id is null, p.id, case when h.id is null then g.since else h.opened_on end, g.place <> g.other_place,
           h.place_id is distinct from p.id and h.id is not null, h.closed_on is not null, g.heads, g.members
    from grouped g left join people.household h on h.code = g.code left join place p on p.code = g.place and p.valid_from <= coalesce(g.since, ${tx.today}::date)`);
}
