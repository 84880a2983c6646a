import { sql } from '../../kernel/read/sql.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ask } from '../../kernel/write/ask.js';
import { amountTooFine, nothingToPay } from '../refusals.js';
import { keptBack } from '../recoveries/kept-back.js';
import { settingsOf } from '../settings.js';
import { dueOf } from './due.js';

export interface DraftRun {
  readonly id: string;
  readonly programmeId: string;
  readonly currency: string;
  /** UUID of the organisation that funds it. */
  readonly funderId: string | null;
}

/** A run that is being made. */
export interface RunToMake extends DraftRun {
  readonly until: string;
  /** From which part of what was paid before on it is told that an amount is another; the deployment's where null. */
  readonly changeTolerance: string | null;
  /** Whether it pays again what came back. */
  readonly kind: 'REGULAR' | 'REISSUE';
}

/** Writes what a run pays, and its batches. The unique index on live instructions holds against everybody else. */
export async function draftRun(ctx: TxContext, run: RunToMake): Promise<void> {
  const written = await writeInstructions(ctx, run);
  if (written === 0) refuse(nothingToPay('until', { until: run.until }));
  await ctx.tx.query(
    `insert into transactions.payment_batch (id, run_id, number, key, instruction_count, total)
     select kernel.uuid7(), run_id, batch_number, replace(run_id::text, '-', '') || '-' || lpad(batch_number::text, greatest(4, length(batch_number::text)), '0'), count(*), sum(amount)
     from transactions.payment_instruction where run_id = $1 group by run_id, batch_number`,
    [run.id],
  );
}

/** The snapshot: who is paid, how much, less what is kept back, into which account. */
async function writeInstructions(ctx: TxContext, run: RunToMake): Promise<number> {
  const { batchSize, accountAttribute } = settingsOf(ctx);
  const due = dueOf(ctx, { ...run, reissueOf: run.kind === 'REISSUE' ? run.id : undefined });
  const { rows } = await ask<{ count: number; example: string }>(ctx, sql`
    select count(*)::int as count, min(due.amount)::text as example from (${due}) due join transactions.currency c on c.code = due.currency
    where scale(trim_scale(due.amount)) > c.minor_digits having count(*) > 0`);
  if (rows[0]) refuse(amountTooFine('programmeId', { count: rows[0].count, amount: rows[0].example, currency: run.currency }));
  const { rowCount } = await ask(ctx, sql`
    insert into transactions.payment_instruction
      (id, run_id, batch_number, entitlement_id, payee_id, payee_name, account, place_id, amount, deducted, recovery_plan_id, currency, reference)
    select made.id, ${run.id}::uuid, (made.position - 1) / ${batchSize}::int + 1, made.entitlement_id, made.payee_id, made.payee_name, made.account, made.place_id,
      made.amount, made.deducted, made.plan_id, made.currency, replace(made.id::text, '-', '')
    from (
      select kernel.uuid7() as id, row_number() over (order by due.id) as position, due.id as entitlement_id, due.payee_id,
        concat_ws(' ', p.given_name, p.family_name) as payee_name, p.attributes ->> ${accountAttribute} as account, due.place_id,
        round(due.amount - coalesce(kept.amount, 0), c.minor_digits) as amount, round(coalesce(kept.amount, 0), c.minor_digits) as deducted, kept.plan_id, due.currency
      from (${due}) due join people.person p on p.id = due.payee_id join transactions.currency c on c.code = due.currency
      left join (${keptBack(due, run)}) kept on kept.entitlement_id = due.id) made
    order by made.position`);
  return rowCount ?? 0;
}
