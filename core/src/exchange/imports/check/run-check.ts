import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import type { Context } from '../../../kernel/context.js';
import type { LoadedImport } from '../load-import.js';
import { layChunks, planCounts } from './chunks.js';
import { groupHouseholds } from './households.js';
import { findMatches } from './matches.js';
import { rejectHouseholds, tellHouseholdProblems, tellRowProblems } from './problems.js';

/** Hash tables of a million rows fit into this, and a server bears it. */
const WORK_MEM = '64MB';

/** Looks at all rows together, set by set, in one transaction: it happens whole or not at all. */
export async function checkRows(ctx: Context, given: LoadedImport): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await hold(tx, given.id))) return;
    await tx.tx.query(`set local work_mem = '${WORK_MEM}'`);
    await tx.tx.query("call kernel.gather_figures('exchange.import_row', 'exchange.import_identifier')");
    await groupHouseholds(tx, given);
    await tx.tx.query("call kernel.gather_figures('exchange.import_household')");
    await tellHouseholdProblems(tx, given);
    await tellRowProblems(tx, given);
    await beyondScope(tx, () => findMatches(tx, given));
    await tx.tx.query("call kernel.gather_figures('exchange.import_problem', 'exchange.import_match')");
    await rejectHouseholds(tx, given);
    await layChunks(tx, given);
    await planCounts(tx, given);
  });
}

/** Whether the rows are still to be checked; another worker waits here until this one has. */
async function hold(tx: TxContext, id: string): Promise<boolean> {
  const { rowCount } = await ask(tx, sql`select 1 from exchange.import where id = ${id}::uuid and state = 'CHECKING' for update`);
  return rowCount === 1;
}
