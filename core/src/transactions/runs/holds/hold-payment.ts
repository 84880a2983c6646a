import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Job } from '../../../kernel/jobs/job.js';
import { startJob } from '../../../kernel/jobs/start-job.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { paymentHeld, paymentReleased } from '../../events.js';
import { paymentHeldAlready, paymentNotHeld, paymentOnItsWay } from '../../refusals.js';
import { bookSent, bookSettled } from '../book-payments.js';
import { PaymentInstruction } from '../payment-instruction.js';
import { PaymentRunState } from '../payment-run.js';
import { reconcileIfAnswered } from '../reconcile-run.js';
import { sendRun } from '../send-run-job.js';
import { lockInstruction } from './lock-instruction.js';
import { releasePayment } from './release-payment.js';

const BEFORE_SENT = [PaymentRunState.DRAFT, PaymentRunState.APPROVED, PaymentRunState.SENDING, PaymentRunState.SENT];

@InputType({ description: 'A payment, and why.' })
export class PaymentInstructionHoldInput extends MoneyInput {
  @Ref(() => PaymentInstruction, { description: 'The payment.' })
  instructionId!: string;

  @Field(() => String, { description: 'Why, for those who pay.' })
  @MinLength(5)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'A payment that is held.' })
export class PaymentInstructionReleaseInput extends MoneyInput {
  @Ref(() => PaymentInstruction, { description: 'The payment.' })
  instructionId!: string;
}

@InputType({ description: 'A held payment that is not to be made.' })
export class PaymentInstructionGiveUpInput extends MoneyInput {
  @Ref(() => PaymentInstruction, { description: 'The payment.' })
  instructionId!: string;
}

@ObjectType({ description: 'Answer of what holds payments and lets them go.' })
export class PaymentInstructionPayload extends Payload {
  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment.' })
  instruction?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work that sends it, to follow; null where its run is not being sent.' })
  job?: { readonly id: string } | null;
}

@Resolver()
export class HoldPayment {
  @Mutation(() => PaymentInstructionPayload, { description: 'Holds a payment before it is handed over: its run goes without it, and is not reconciled until it is released or given up. All instructions that are paid as one with it are held with it, and released and given up as well.' })
  @Requires('transactions.runs.hold')
  paymentInstructionHold(@Arg('input', () => PaymentInstructionHoldInput, { description: 'Which payment, and why.' }) input: PaymentInstructionHoldInput, @Ctx() ctx: Context): Promise<PaymentInstructionPayload> {
    const constraints = { payment_instruction_held: paymentOnItsWay('instructionId', { state: 'SENDING' }) };
    return write<PaymentInstructionPayload, PaymentInstructionHoldInput>(ctx, { operation: 'paymentInstructionHold', input, constraints }, async (tx, { instructionId, reason }) => {
      const { payment, ids } = await lockInstruction(tx, instructionId, BEFORE_SENT);
      if (payment.held) refuse(paymentHeldAlready('instructionId'));
      if (payment.state !== 'PENDING') refuse(paymentOnItsWay('instructionId', { state: payment.state }));
      await tx.tx.query('update transactions.payment_instruction set held_by = $2, held_because = $3 where id = any ($1::uuid[])', [ids, tx.actor.id, reason]);
      for (const id of ids) await publish(tx, paymentHeld, { id });
      return { instruction: { id: instructionId } };
    });
  }

  @Mutation(() => PaymentInstructionPayload, { description: 'Lets a payment go that was held. It goes with its batch, or in a batch of its own where that is gone.' })
  @Requires('transactions.runs.hold')
  paymentInstructionRelease(@Arg('input', () => PaymentInstructionReleaseInput, { description: 'Which payment.' }) input: PaymentInstructionReleaseInput, @Ctx() ctx: Context): Promise<PaymentInstructionPayload> {
    return write<PaymentInstructionPayload, PaymentInstructionReleaseInput>(ctx, { operation: 'paymentInstructionRelease', input }, async (tx, { instructionId }) => {
      const { run, payment, ids } = await lockInstruction(tx, instructionId, BEFORE_SENT);
      if (!payment.held) refuse(paymentNotHeld('instructionId'));
      await releasePayment(tx, run, ids);
      for (const id of ids) await publish(tx, paymentReleased, { id });
      const goesOn = run.state === PaymentRunState.SENDING || run.state === PaymentRunState.SENT;
      return { instruction: { id: instructionId }, job: goesOn ? await startJob(tx, sendRun, { runId: run.id }) : null };
    });
  }

  @Mutation(() => PaymentInstructionPayload, { description: 'Gives up a payment that is held: it comes back as returned, GIVEN_UP. What it would have paid stays owed, and another run may pay it.' })
  @Requires('transactions.runs.hold')
  paymentInstructionGiveUp(@Arg('input', () => PaymentInstructionGiveUpInput, { description: 'Which payment.' }) input: PaymentInstructionGiveUpInput, @Ctx() ctx: Context): Promise<PaymentInstructionPayload> {
    return write<PaymentInstructionPayload, PaymentInstructionGiveUpInput>(ctx, { operation: 'paymentInstructionGiveUp', input }, async (tx, { instructionId }) => {
      const { run, payment, ids } = await lockInstruction(tx, instructionId, BEFORE_SENT.filter((state) => state !== PaymentRunState.DRAFT));
      if (!payment.held) refuse(paymentNotHeld('instructionId'));
      await tx.tx.query('update transactions.payment_instruction set held_by = null, held_because = null where id = any ($1::uuid[])', [ids]);
      await bookSent(tx, run, { reference: `given-up:${instructionId}`, description: 'Given up while it was held', which: sql`i.id = any(${ids}::uuid[])` });
      await bookSettled(tx, run, `given-up-${instructionId}`, [{ id: instructionId, status: 'RETURNED', reason: 'GIVEN_UP' }]);
      await reconcileIfAnswered(tx, run.id);
      return { instruction: { id: instructionId }, job: null };
    });
  }
}
