import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { defineJob } from '../kernel/jobs/define-job.js';
import { inTransaction, type TxContext } from '../kernel/write/transaction.js';
import { bookSent } from './book-payments.js';
import { runSent } from './events.js';
import { lockRun } from './lock-run.js';
import { paymentChannels, type ChannelBatch, type ChannelPayment, type ChannelReceipt } from './payment-channel.js';
import { PaymentRunState } from './payment-run.js';
import { reconcileIfAnswered } from './reconcile-run.js';
import { readRows } from '../kernel/read/read-rows.js';

interface Batch {
  readonly number: number;
  readonly key: string;
  readonly channel: string;
  readonly run: string;
  /** Whether an earlier attempt may have handed it over already. */
  readonly tried: boolean;
  readonly of: number;
}

/**
 * Hands a run to its channel, batch by batch. That a batch is on its way is committed before the channel is called, and
 * what the channel has is booked after it; killed in between, the channel is asked by the batch's key what it has.
 */
export const sendRun = defineJob<{ readonly runId: string }>({
  name: 'transactions.send-run',
  description: 'Sends a payment run to its channel',
  async run(ctx, { runId }, job) {
    let sent = 0;
    for (;;) {
      const batch = await inTransaction(ctx, (tx) => nextBatch(tx, runId));
      if (!batch) break;
      await job.progress(batch.number - 1, batch.of, `batch ${batch.number} of ${batch.of}`);
      const { receipt } = await hand(ctx, runId, batch);
      await inTransaction(ctx, (tx) => settle(tx, runId, batch, receipt));
      sent += 1;
      await job.progress(batch.number, batch.of, `batch ${batch.number} of ${batch.of}`);
    }
    await inTransaction(ctx, (tx) => finish(tx, runId));
    return { batches: sent };
  },
});

async function nextBatch(ctx: TxContext, runId: string): Promise<Batch | undefined> {
  const run = await lockRun(ctx, runId, [PaymentRunState.SENDING, PaymentRunState.SENT, PaymentRunState.RECONCILED]);
  const { rows } = await ctx.tx.query<Batch>(
    `with next as (select id, state from transactions.payment_batch where run_id = $1 and state in ('PENDING', 'SENDING') order by number limit 1)
     update transactions.payment_batch b set state = 'SENDING' from next where b.id = next.id
     returning b.number, b.key, next.state = 'SENDING' as tried, (select count(*)::int from transactions.payment_batch where run_id = $1) as of`,
    [runId],
  );
  return rows[0] && { ...rows[0], channel: run.channel, run: run.code };
}

async function hand(ctx: Context, runId: string, batch: Batch): Promise<ChannelReceipt> {
  const channel = ctx.platform.extensions(paymentChannels).get(batch.channel);
  if (!channel) throw new Error(`no module of this deployment brings the payment channel ${batch.channel}`);
  const known = batch.tried ? await channel.status(ctx, batch.key) : undefined;
  return known ?? channel.send(ctx, await contentOf(ctx, runId, batch), batch.key);
}

async function contentOf(ctx: Context, runId: string, { run, number }: Batch): Promise<ChannelBatch> {
  const { rows } = await readRows<ChannelPayment>(ctx, `select reference, payee_name as "payeeName", account, amount::text, currency from transactions.payment_instruction
     where run_id = $1 and batch_number = $2 order by reference`,
    [runId, number],
  );
  return { run, number, payments: rows };
}

async function settle(ctx: TxContext, runId: string, batch: Batch, receipt: string): Promise<void> {
  const run = await lockRun(ctx, runId);
  const { rowCount } = await ctx.tx.query(
    "update transactions.payment_batch set state = 'SENT', receipt = $3 where run_id = $1 and number = $2 and state = 'SENDING'", [runId, batch.number, receipt],
  );
  if (rowCount === 1) await bookSent(ctx, run, batch);
}

async function finish(ctx: TxContext, runId: string): Promise<void> {
  await lockRun(ctx, runId);
  const { rowCount } = await ctx.tx.query(
    `update transactions.payment_run r set state = 'SENT' where id = $1 and state = 'SENDING'
     and not exists (select from transactions.payment_batch b where b.run_id = r.id and b.state <> 'SENT')`,
    [runId],
  );
  if (rowCount === 0) return;
  await publish(ctx, runSent, { id: runId });
  await reconcileIfAnswered(ctx, runId);
}
