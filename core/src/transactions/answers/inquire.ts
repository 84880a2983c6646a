import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import type { BackgroundWork } from '../../kernel/jobs/background.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { safeError } from '../../kernel/server/safe-error.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { channelNamed, channelsOf } from '../channels/channels-of.js';
import { BATCH_OF } from '../runs/in-batch.js';
import { lockRun } from '../runs/lock-run.js';
import { PaymentRun, PaymentRunState } from '../runs/payment-run.js';
import { channelTellsNothing } from '../refusals.js';
import { settingsOf } from '../settings.js';
import { takeAnswer } from '../runs/take-answer.js';

interface AskedBatch {
  readonly run: string;
  readonly key: string;
  readonly number: number;
  readonly channel: string;
}

/** Asks a batch's channel what became of its payments, and books it. A channel that says nothing of one leaves it as it is. */
async function askFor(ctx: Context, { run, key, channel }: AskedBatch): Promise<number> {
  const answer = await channelsOf(ctx.platform).get(channel)?.inquire?.(ctx, key);
  if (!answer || (answer.lines.length === 0 && answer.unreadable.length === 0)) return 0;
  return inTransaction(ctx, async (tx) => {
    const taken = await takeAnswer(tx, await lockRun(tx, run), answer, JSON.stringify(answer));
    return taken.paid + taken.returned;
  });
}

const OPEN = `from transactions.payment_batch b join transactions.payment_run r on r.id = b.run_id
  where b.state = 'SENT' and (exists (select from transactions.payment_instruction i where i.run_id = b.run_id and ${BATCH_OF} = b.number and i.state = 'SENT')
    or exists (select from transactions.organisation_payment p where p.run_id = b.run_id and p.batch_number = b.number and p.state = 'SENT'))`;

/** Asks for each batch of a run that has payments of which nobody knows what became. */
export const inquireRun = defineJob<{ readonly runId: string }>({
  name: 'transactions.inquire-run',
  description: 'Asks a payment channel what became of payments',
  async run(ctx, { runId }, job) {
    const { rows } = await readRows<AskedBatch>(ctx, `select b.run_id as run, b.key, b.number, r.channel ${OPEN} and b.run_id = $1 order by b.number`, [runId]);
    let settled = 0;
    for (const [index, batch] of rows.entries()) {
      await job.progress(index, rows.length, `batch ${batch.number}`);
      settled += await askFor(ctx, batch);
    }
    return { batches: rows.length, settled };
  },
});

/** What nobody has answered for a while is asked for again and again: silence means nothing. */
export const inquireAgain: BackgroundWork = {
  everyMs: 60_000,
  async run(ctx) {
    const channels = [...channelsOf(ctx.platform)].filter(([, { inquire }]) => inquire).map(([name]) => name);
    if (channels.length === 0) return 0;
    const now = ctx.platform.now();
    const before = new Date(now - settingsOf(ctx).reconciliation.inquireMinutes * 60_000).toISOString();
    const { rows } = await inTransaction(ctx, (tx) => tx.tx.query<AskedBatch>(
      `with due as (select b.id, b.run_id, b.key, b.number, r.channel ${OPEN} and r.channel = any ($1) and b.handed_on is not null
         and coalesce(b.asked_at, r.updated_at) < $2 order by b.id limit 20 for update of b skip locked),
       noted as (update transactions.payment_batch b set asked_at = $3 from due where b.id = due.id)
       select run_id as run, key, number, channel from due`, [channels, before, new Date(now).toISOString()],
    ));
    for (const batch of rows) {
      await askFor(ctx, batch).catch((error: unknown) => ctx.platform.log.warn({ batch: batch.key, error: safeError(error) }, 'a channel did not say what became of a batch'));
    }
    return 0;
  },
};

@InputType({ description: 'Which run.' })
export class PaymentRunInquireInput extends IdempotentInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;
}

@ObjectType({ description: 'Answer of `paymentRunInquire`.' })
export class PaymentRunInquirePayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class InquirePaymentRun {
  @Mutation(() => PaymentRunInquirePayload, { description: 'Asks the channel what became of the payments of a run that it has not answered. Of channels that can be asked. Answers with a job.' })
  @Requires('transactions.runs.receive')
  paymentRunInquire(@Arg('input', () => PaymentRunInquireInput, { description: 'Which run.' }) input: PaymentRunInquireInput, @Ctx() ctx: Context): Promise<PaymentRunInquirePayload> {
    return write<PaymentRunInquirePayload, PaymentRunInquireInput>(ctx, { operation: 'paymentRunInquire', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.SENDING, PaymentRunState.SENT]);
      if (!channelNamed(tx.platform, run.channel, 'runId').inquire) refuse(channelTellsNothing('runId', { channel: run.channel }));
      return { run: { id: runId }, job: await startJob(tx, inquireRun, { runId }) };
    });
  }
}
