import { publish } from '../../kernel/events/publish.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { sql } from '../../kernel/read/sql.js';
import { refuse } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { runCancelled } from '../events.js';
import { giveBackDeductions } from '../payees/deductions/book-deductions.js';
import { giveBackOffsets } from '../recoveries/book-offsets.js';
import { runState } from '../refusals.js';
import { lockRun, type LockedRun } from './lock-run.js';
import { PaymentRunState } from './payment-run.js';

/** Where nothing of a run was sent yet. */
export const BEFORE_SENDING = [PaymentRunState.COMPUTING, PaymentRunState.DRAFT, PaymentRunState.APPROVED];

/** Gives up a locked run of which nothing was sent: what it would have paid stays owed. */
export async function giveUpRun(ctx: TxContext, run: LockedRun): Promise<void> {
  await ctx.tx.query("update transactions.payment_run set state = 'CANCELLED', held_by = null, held_because = null where id = $1", [run.id]);
  // One that is being made holds nothing that others see; its job finds that it was given up.
  if (run.state !== PaymentRunState.COMPUTING) await giveUpPayments(ctx, run);
  await publish(ctx, runCancelled, { id: run.id });
}

async function giveUpPayments(ctx: TxContext, { id, programme_id: programmeId, currency, funder_id: funderId }: LockedRun): Promise<void> {
  await ctx.tx.query("update transactions.payment_batch set state = 'CANCELLED' where run_id = $1", [id]);
  await ctx.tx.query("update transactions.payment_instruction set state = 'CANCELLED', held_by = null, held_because = null where run_id = $1", [id]);
  await ctx.tx.query("update transactions.organisation_payment set state = 'CANCELLED' where run_id = $1", [id]);
  const made = { id, programmeId, currency, funderId };
  await giveBackOffsets(ctx, made, { returned: false, reference: `run:${id}:offset-cancelled`, which: sql`i.run_id = ${id}::uuid` });
  await giveBackDeductions(ctx, made, { returned: false, reference: `run:${id}:deductions-cancelled`, which: sql`i.run_id = ${id}::uuid` });
}

/** Gives up a run that has more payments than a request can change; until then the run is held, so that nothing of it is sent. */
export const cancelRun = defineJob<{ readonly runId: string }>({
  name: 'transactions.cancel-run',
  description: 'Gives up a payment run',
  run: (ctx, { runId }) => inTransaction(ctx, async (tx) => {
    const run = await lockRun(tx, runId);
    if (run.state === PaymentRunState.CANCELLED) return {};
    if (!BEFORE_SENDING.includes(run.state)) refuse(runState('runId', { state: run.state, wanted: BEFORE_SENDING.join(' or ') }));
    await giveUpRun(tx, run);
    return {};
  }),
});
