import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { settingsOf } from '../settings.js';
import { BEFORE_SENDING, cancelRun, giveUpRun } from './give-up-run.js';
import { lockRun } from './lock-run.js';
import { PaymentRun } from './payment-run.js';

@InputType({ description: 'What is given up.' })
export class PaymentRunCancelInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;
}

@ObjectType({ description: 'Answer of `paymentRunCancel`.' })
export class PaymentRunCancelPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run: given up, or held until the job has given it up.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow, where the run has many payments.' })
  job?: { readonly id: string } | null;
}

@Resolver()
export class CancelPaymentRun {
  @Mutation(() => PaymentRunCancelPayload, { description: 'Gives up a payment run before anything of it is sent, also while it is made. What it would have paid stays owed, and another run may pay it.' })
  @Requires('transactions.runs.create')
  paymentRunCancel(@Arg('input', () => PaymentRunCancelInput, { description: 'Which run.' }) input: PaymentRunCancelInput, @Ctx() ctx: Context): Promise<PaymentRunCancelPayload> {
    return write<PaymentRunCancelPayload, PaymentRunCancelInput>(ctx, { operation: 'paymentRunCancel', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId, BEFORE_SENDING);
      const { rows: [has] } = await tx.tx.query<{ many: boolean }>('select instruction_count > $2 as many from transactions.payment_run where id = $1', [runId, settingsOf(tx).runs.cancelAtOnce]);
      if (!has?.many) {
        await giveUpRun(tx, run);
        return { run: { id: runId }, job: null };
      }
      await tx.tx.query("update transactions.payment_run set held_by = coalesce(held_by, $2), held_because = coalesce(held_because, 'It is being given up.') where id = $1", [runId, tx.actor.id]);
      return { run: { id: runId }, job: await startJob(tx, cancelRun, { runId }) };
    });
  }
}
