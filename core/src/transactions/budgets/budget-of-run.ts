import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { LockedRun } from '../runs/lock-run.js';
import { overBudget } from '../refusals.js';

/**
 * The UUID of the budget that a run takes what it pays from when it is approved today; null where there is none. Locked:
 * of two runs that want the last of it, the second sees what the first has left. The database holds against everybody else.
 * It takes what payees get and what is withheld for organisations, since both leave the funds; what is kept back for an overpayment was drawn
 * when that was paid. A run to organisations takes nothing: of what it pays over a budget was drawn with what it was withheld of.
 */
export async function budgetOfRun(ctx: TxContext, run: LockedRun): Promise<string | null> {
  if (run.kind === 'ORGANISATIONS') return null;
  const { rows: [budget] } = await ctx.tx.query<{ id: string; available: string; wanted: string; over: boolean }>(
    `select b.id, round(b.available, c.minor_digits)::text as available, round(drawn.amount, c.minor_digits)::text as wanted,
       drawn.amount > b.available and not exists (select from transactions.budget_exception e where e.payment_run_id = r.id and e.content_hash = r.content_hash) as over
     from transactions.payment_run r join transactions.currency c on c.code = r.currency
     cross join lateral (select coalesce(sum(i.amount + i.withheld), 0) as amount from transactions.payment_instruction i where i.run_id = r.id and i.state not in ('RETURNED', 'CANCELLED')) drawn
     join transactions.budget b on b.programme_id = r.programme_id and b.currency = r.currency and b.funder_id is not distinct from r.funder_id
     where r.id = $1 and $2::date between b.starts_on and b.ends_on for no key update of b`,
    [run.id, ctx.today],
  );
  if (budget?.over) refuse(overBudget('runId', { wanted: budget.wanted, available: budget.available, currency: run.currency }));
  return budget?.id ?? null;
}
