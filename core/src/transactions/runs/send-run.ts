import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { channelNamed } from '../channels/channels-of.js';
import { lockRun } from './lock-run.js';
import { PaymentRun, PaymentRunState } from './payment-run.js';
import { runIsHeld } from '../refusals.js';
import { sendRun } from './send-run-job.js';

@InputType({ description: 'What is sent.' })
export class PaymentRunSendInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;
}

@ObjectType({ description: 'Answer of `paymentRunSend`.' })
export class PaymentRunSendPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

@Resolver()
export class SendPaymentRun {
  @Mutation(() => PaymentRunSendPayload, { description: 'Begins to send an approved payment run, or goes on with one whose job was given up. Answers with a job. Nothing is sent twice.' })
  @Requires('transactions.runs.send')
  paymentRunSend(@Arg('input', () => PaymentRunSendInput, { description: 'Which run.' }) input: PaymentRunSendInput, @Ctx() ctx: Context): Promise<PaymentRunSendPayload> {
    return write<PaymentRunSendPayload, PaymentRunSendInput>(ctx, { operation: 'paymentRunSend', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.APPROVED, PaymentRunState.SENDING]);
      if (run.held) refuse(runIsHeld('runId'));
      channelNamed(tx.platform, run.channel, 'runId');
      await tx.tx.query("update transactions.payment_run set state = 'SENDING' where id = $1", [runId]);
      return { run: { id: runId }, job: await startJob(tx, sendRun, { runId }) };
    });
  }
}
