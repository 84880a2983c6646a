import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import type { LoadedImport } from '../load-import.js';
import { isOfPersonsAlone } from '../mapping.js';

/** So many that a statement's own cost vanishes, so few that a clerk who meets the same household waits for a moment only. */
export const HOUSEHOLDS_OF_CHUNK = 2_500;

/** Intervals of households that are applied in one transaction each. */
export async function layChunks(tx: TxContext, { id, dryRun }: LoadedImport): Promise<void> {
  if (dryRun) return;
  await ask(tx, sql`
    insert into exchange.import_chunk (import_id, number, first_household, last_household)
    select ${id}::uuid, n, n * ${HOUSEHOLDS_OF_CHUNK}::int + 1, (n + 1) * ${HOUSEHOLDS_OF_CHUNK}::int
    from (select max(ordinal) as last from exchange.import_household where import_id = ${id}::uuid) whole, generate_series(0, (whole.last - 1) / ${HOUSEHOLDS_OF_CHUNK}::int) n`);
}

/** What a dry run says that an import would do; a real one counts what it does. */
export async function planCounts(tx: TxContext, { id, dryRun, mapping }: LoadedImport): Promise<void> {
  const { rows: [planned] } = await ask<{ rejected: number; households: number; members: number; unchanged: number }>(tx, sql`
    select (select count(distinct number)::int from exchange.import_problem where import_id = ${id}::uuid) as rejected,
           (select count(*)::int from exchange.import_household where import_id = ${id}::uuid and is_new and not rejected and not ${isOfPersonsAlone(mapping)}) as households,
           (select coalesce(sum(member_count), 0)::int from exchange.import_household where import_id = ${id}::uuid and not rejected) as members,
           (select count(*)::int from exchange.import_match m join exchange.import_row r on r.import_id = m.import_id and r.number = m.number
            join exchange.import_household h on h.import_id = r.import_id and h.code = r.household_code where m.import_id = ${id}::uuid and not h.rejected) as unchanged`);
  const { rejected = 0, households = 0, members = 0, unchanged = 0 } = planned ?? {};
  await ask(tx, dryRun
    ? sql`update exchange.import set state = 'REPORTING', rejected_count = ${rejected}::int, household_count = ${households}::int, created_count = ${members - unchanged}::int, unchanged_count = ${unchanged}::int where id = ${id}::uuid`
    : sql`update exchange.import set state = 'APPLYING', rejected_count = ${rejected}::int where id = ${id}::uuid`);
}
