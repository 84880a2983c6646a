import type { Context } from '../../kernel/context.js';
import { backgroundWork } from '../../kernel/jobs/background.js';
import { inTransaction } from '../../kernel/write/transaction.js';

/** Rows that are put together in one transaction. */
const AT_ONCE = 10_000;

/** Puts kept totals of the same account, day and dimensions together, which each booking adds for itself. */
export function foldTotals(ctx: Context): Promise<number> {
  return inTransaction(ctx, async ({ tx }) => {
    const { rows: [folded] } = await tx.query<{ count: number }>('select transactions.fold_totals($1) as count', [AT_ONCE]);
    return folded?.count ?? 0;
  });
}

export const foldsTotals = backgroundWork.contribute('transactions.fold-totals', { everyMs: 15_000, run: foldTotals });
