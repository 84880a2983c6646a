import { orElse } from '../../kernel/read/or-else.js';
import { sql } from '../../kernel/read/sql.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { channelNamed } from '../channels/channels-of.js';
import { snapshotOf } from '../payees/snapshot.js';
import { amountTooFine, nobodyPayable, nothingToPay } from '../refusals.js';
import { settingsOf } from '../settings.js';
import { dueOf } from './due.js';
import { writeBatches } from './write-batches.js';

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
  readonly channel: string;
  /** From which part of what was paid before on it is told that an amount is another; the deployment's where null. */
  readonly changeTolerance: string | null;
  /** Whether it pays again what came back. */
  readonly kind: 'REGULAR' | 'REISSUE';
}

/** Writes what a run pays, and its batches. The unique index on live instructions holds against everybody else. */
export async function draftRun(ctx: TxContext, run: RunToMake): Promise<void> {
  const { until } = run;
  const counts = await writeInstructions(ctx, run);
  const leftOut = counts.filter(({ problem }) => problem !== null);
  if (counts.length === 0) refuse(nothingToPay('until', { until }));
  if (counts.length === leftOut.length) refuse(nobodyPayable('until', { until, problems: leftOut.map(({ problem, count }) => `${problem} ${count}`).join(', ') }));
  await writeBatches(ctx, run.id, 'transactions.payment_instruction');
}

/**
 * The snapshot: who is paid, how much, less what is kept back and withheld, into which account. What one receiver is paid into one account is one payment, and in
 * one batch. Whoever cannot be paid is not, and told of.
 *
 * @returns how many by what keeps them from being paid, `null` where nothing does
 */
async function writeInstructions(ctx: TxContext, run: RunToMake): Promise<readonly { readonly problem: string | null; readonly count: number }[]> {
  const { batchSize } = settingsOf(ctx);
  const due = dueOf(ctx, { ...run, reissueOf: run.kind === 'REISSUE' ? run.id : undefined });
  const { rows } = await ask<{ count: number; example: string }>(ctx, sql`
    select count(*)::int as count, min(due.amount)::text as example from (${due}) due join transactions.currency c on c.code = due.currency
    where scale(trim_scale(due.amount)) > c.minor_digits having count(*) > 0`);
  if (rows[0]) refuse(amountTooFine('programmeId', { count: rows[0].count, amount: rows[0].example, currency: run.currency }));
  const { rows: counts } = await beyondScope(ctx, () => ask<{ problem: string | null; count: number }>(ctx, sql`
    with paid as materialized (${snapshotOf(ctx, due, run, channelNamed(ctx.platform, run.channel, 'channel'))}),
    written as (
      insert into transactions.payment_instruction
        (id, run_id, batch_number, entitlement_id, payee_id, payee_name, receiver_id, receiver_name, arrangement_id, account_id, place_id, amount, deducted, recovery_plan_id, withheld, withheld_by, currency, reference, payment, payment_amount)
      select made.id, ${run.id}::uuid, (made.position - 1) / ${batchSize}::int + 1, made.entitlement_id, made.payee_id, made.payee_name, made.receiver_id, made.receiver_name, made.arrangement_id, made.account_id,
        made.place_id, made.amount, made.deducted, made.recovery_plan_id, made.withheld, made.withheld_by, made.currency, replace(made.id::text, '-', ''),
        replace((first_value(made.id) over (partition by made.position order by made.entitlement_id))::text, '-', ''), made.payment_amount
      from (
        select kernel.uuid7() as id, dense_rank() over (order by whole.first_id) as position, whole.*
        from (select paid.*, first_value(paid.entitlement_id) over its as first_id, sum(paid.amount) over its as payment_amount from paid where paid.problem is null
          window its as (partition by ${orElse(sql`paid.receiver_id`, sql`paid.person_id`)}, paid.account_id order by paid.entitlement_id rows between unbounded preceding and unbounded following)) whole
        order by whole.first_id, whole.entitlement_id) made
      order by made.position, made.entitlement_id),
    told as (
      insert into transactions.payment_run_exception (run_id, kind, left_out, payee_id, place_id, present, currency)
      select ${run.id}::uuid, paid.problem, true, paid.person_id, (array_agg(paid.place_id))[1], sum(paid.amount), min(paid.currency) from paid where paid.problem is not null group by paid.problem, paid.person_id)
    select problem, count(*)::int as count from paid group by problem order by problem`));
  return counts;
}
