import { Readable } from 'node:stream';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { withoutLimits } from '../../kernel/access/scope.js';
import { storeFile } from '../../kernel/files/store-file.js';
import { publish } from '../../kernel/events/publish.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import type { Settled } from './book-payments.js';
import { contentOf } from './content-of-run.js';
import { channelsOf } from '../channels/channels-of.js';
import { runSent } from '../events.js';
import { contentChanged } from '../refusals.js';
import { lockRun, type LockedRun } from './lock-run.js';
import type { ChannelFile, ChannelPayment, PaymentChannel } from '../payment-channel.js';
import { PaymentRunState } from './payment-run.js';
import { reconcileIfAnswered } from './reconcile-run.js';

interface Batch {
  readonly number: number;
  readonly handedOn: string;
  readonly key: string;
  readonly channel: string;
  readonly run: string;
  readonly kind: LockedRun['kind'];
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
    await asApproved(ctx, runId);
    let sent = 0;
    for (;;) {
      const batch = await inTransaction(ctx, (tx) => nextBatch(tx, runId));
      if (!batch) break;
      await job.progress(batch.number - 1, batch.of, `batch ${batch.number} of ${batch.of}`);
      const handed = await hand(ctx, runId, batch);
      await inTransaction(ctx, (tx) => settle(tx, runId, batch, handed));
      sent += 1;
      await job.progress(batch.number, batch.of, `batch ${batch.number} of ${batch.of}`);
    }
    // Of a run that is held the rest is another job's.
    if (sent > 0) await job.progress(sent, sent);
    await inTransaction(ctx, (tx) => finish(tx, runId));
    return { batches: sent };
  },
});

/** Before the first batch is handed over: what is sent is what was approved, also where somebody got past the guards of the database. */
async function asApproved(ctx: Context, runId: string): Promise<void> {
  const { rows: [run] } = await readRows<{ changed: boolean }>(withoutLimits(ctx), `
    select r.approved_hash is distinct from case r.kind when 'ORGANISATIONS' then transactions.organisations_hash(r.id) else transactions.content_hash(r.id) end as changed from transactions.payment_run r
    where r.id = $1 and r.state = 'SENDING' and not exists (select from transactions.payment_batch b where b.run_id = r.id and b.state <> 'PENDING')`, [runId]);
  if (run?.changed) refuse(contentChanged('runId'));
}

async function nextBatch(ctx: TxContext, runId: string): Promise<Batch | undefined> {
  const run = await lockRun(ctx, runId, [PaymentRunState.SENDING, PaymentRunState.SENT, PaymentRunState.RECONCILED]);
  if (run.held) return undefined;
  const { rows: [batch] } = await ctx.tx.query<Batch>(
    `with next as (select id, state from transactions.payment_batch where run_id = $1 and state in ('PENDING', 'SENDING') order by number limit 1)
     update transactions.payment_batch b set state = 'SENDING', handed_on = coalesce(b.handed_on, $2) from next where b.id = next.id
     returning b.number, b.key, b.handed_on::text as "handedOn", next.state = 'SENDING' as tried, (select count(*)::int from transactions.payment_batch where run_id = $1) as of`,
    [runId, ctx.today],
  );
  if (!batch) return undefined;
  if (!batch.tried) await contentOf(run).takeOut(ctx, run, batch);
  return { ...batch, channel: run.channel, run: run.code, kind: run.kind };
}

interface Handed {
  readonly receipt: string;
  /** What the channel wrote, where it writes files. */
  readonly file?: ChannelFile | undefined;
  /** Payments that the channel can never pay: they were not handed over. */
  readonly unfit: readonly Settled[];
}

async function hand(ctx: Context, runId: string, batch: Batch): Promise<Handed> {
  const channel = channelsOf(ctx.platform).get(batch.channel);
  if (!channel) throw new Error(`no module of this deployment brings the payment channel ${batch.channel}`);
  const { payments, unfit } = await fitOf(ctx, runId, batch, channel);
  if (payments.length === 0) return { receipt: 'none of it can be paid by this channel', unfit };
  const known = batch.tried ? await channel.status(ctx, batch.key) : undefined;
  const { receipt } = known ?? await channel.send(ctx, { run: batch.run, number: batch.number, handedOn: batch.handedOn, payments }, batch.key);
  return { receipt, file: await channel.file?.(ctx, batch.key), unfit };
}

async function fitOf(ctx: Context, runId: string, { number, kind }: Batch, channel: PaymentChannel): Promise<{ readonly payments: readonly ChannelPayment[]; readonly unfit: readonly Settled[] }> {
  const judged = (await contentOf({ kind }).payments(ctx, runId, number)).map(({ id, ...payment }) => ({ id, payment, reason: channel.cannotPay?.(payment) ?? null }));
  return {
    payments: judged.flatMap(({ payment, reason }) => (reason === null ? [payment] : [])),
    unfit: judged.flatMap(({ id, reason }): Settled[] => (reason === null ? [] : [{ id, status: 'RETURNED', reason }])),
  };
}

async function settle(ctx: TxContext, runId: string, batch: Batch, { receipt, file, unfit }: Handed): Promise<void> {
  const run = await lockRun(ctx, runId);
  const kept = unfit.map(({ id }) => id);
  const content = contentOf(run);
  const { rowCount } = await ask(ctx, sql`
    update transactions.payment_batch b set state = 'SENT', receipt = ${receipt}, handed_total = (
      select coalesce(sum(i.amount), 0) from ${trusted(content.table)} i where i.run_id = ${runId}::uuid and ${trusted(content.batchOf)} = ${batch.number}::int and i.state = 'PENDING' and i.id <> all(${kept}::uuid[]))
    where b.run_id = ${runId}::uuid and b.number = ${batch.number}::int and b.state = 'SENDING'`);
  if (rowCount !== 1) return;
  if (file) {
    const { id } = await storeFile(ctx, { name: file.name, mediaType: file.mediaType, purpose: 'payments' }, Readable.from([file.bytes]));
    await ctx.tx.query('update transactions.payment_batch set file_id = $3 where run_id = $1 and number = $2', [runId, batch.number, id]);
  }
  await content.sent(ctx, run, batch);
  await content.settled(ctx, run, `batch-${batch.number}`, unfit);
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
