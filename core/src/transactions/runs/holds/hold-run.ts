import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Job } from '../../../kernel/jobs/job.js';
import { startJob } from '../../../kernel/jobs/start-job.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { runHeld, runReleased } from '../../events.js';
import { runHeldAlready, runNotHeld } from '../../refusals.js';
import { lockRun } from '../lock-run.js';
import { PaymentRun, PaymentRunState } from '../payment-run.js';
import { sendRun } from '../send-run-job.js';

@InputType({ description: 'A run, and why.' })
export class PaymentRunHoldInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;

  @Field(() => String, { description: 'Why, for those who pay.' })
  @MinLength(5)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'A run that is held.' })
export class PaymentRunReleaseInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;
}

@ObjectType({ description: 'Answer of `paymentRunHold` and `paymentRunRelease`.' })
export class PaymentRunHoldPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run.' })
  run?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work that goes on with it, to follow; null where it was not being sent.' })
  job?: { readonly id: string } | null;
}

const STOPPABLE = [PaymentRunState.DRAFT, PaymentRunState.APPROVED, PaymentRunState.SENDING];

@Resolver()
export class HoldPaymentRun {
  @Mutation(() => PaymentRunHoldPayload, { description: 'Holds a whole run: no further batch of it is handed over until it is released. What is with the channel goes on.' })
  @Requires('transactions.runs.hold')
  paymentRunHold(@Arg('input', () => PaymentRunHoldInput, { description: 'Which run, and why.' }) input: PaymentRunHoldInput, @Ctx() ctx: Context): Promise<PaymentRunHoldPayload> {
    return write<PaymentRunHoldPayload, PaymentRunHoldInput>(ctx, { operation: 'paymentRunHold', input }, async (tx, { runId, reason }) => {
      const run = await lockRun(tx, runId, STOPPABLE);
      if (run.held) refuse(runHeldAlready('runId'));
      await tx.tx.query('update transactions.payment_run set held_by = $2, held_because = $3 where id = $1', [runId, tx.actor.id, reason]);
      await publish(tx, runHeld, { id: runId });
      return { run: { id: runId }, job: null };
    });
  }

  @Mutation(() => PaymentRunHoldPayload, { description: 'Lets a run go that was held. One that was being sent goes on.' })
  @Requires('transactions.runs.hold')
  paymentRunRelease(@Arg('input', () => PaymentRunReleaseInput, { description: 'Which run.' }) input: PaymentRunReleaseInput, @Ctx() ctx: Context): Promise<PaymentRunHoldPayload> {
    return write<PaymentRunHoldPayload, PaymentRunReleaseInput>(ctx, { operation: 'paymentRunRelease', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId);
      if (!run.held) refuse(runNotHeld('runId'));
      await tx.tx.query('update transactions.payment_run set held_by = null, held_because = null where id = $1', [runId]);
      await publish(tx, runReleased, { id: runId });
      return { run: { id: runId }, job: run.state === PaymentRunState.SENDING ? await startJob(tx, sendRun, { runId }) : null };
    });
  }
}
