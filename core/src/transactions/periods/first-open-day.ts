import type { TxContext } from '../../kernel/write/transaction.js';

/** The day itself, or the first one after it whose books are open. */
export async function firstOpenDay(ctx: TxContext, day: string): Promise<string> {
  const { rows: [found] } = await ctx.tx.query<{ day: string }>(
    "select greatest($1::date, case when isfinite(c.day) then c.day + 1 else c.day end)::text as day from transactions.closed_until c", [day],
  );
  return found?.day ?? day;
}
