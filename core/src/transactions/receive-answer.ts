import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { readRows } from '../kernel/read/read-rows.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { TakesMuch } from '../kernel/schema/takes-much.js';
import { MoneyInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { bookSettled } from './book-payments.js';
import { lockRun } from './lock-run.js';
import { matchAnswer } from './match-answer.js';
import { paymentChannels, UnreadableAnswer, type ChannelAnswer } from './payment-channel.js';
import { PaymentRun } from './payment-run.js';
import { reconcileIfAnswered } from './reconcile-run.js';
import { answerUnreadable, channelUnknown } from './refusals.js';

@InputType({ description: "A channel's answer." })
export class PaymentRunReceiveAnswerInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run that it answers.' })
  runId!: string;

  @Field(() => String, { description: "The text of the channel's file, as it came." })
  @MinLength(1)
  @MaxLength(5_000_000)
  answer!: string;
}

@ObjectType({ description: 'A line of an answer that booked nothing.' })
export class UnmatchedAnswerLine {
  @Field(() => Int, { description: 'On which line of the answer it stands.' })
  line!: number;

  @Field(() => String, { description: 'The reference that it names.' })
  reference!: string;

  @Field(() => String, {
    description: 'Why: UNKNOWN_REFERENCE, OTHER_RUN, NOT_SENT, ALREADY_PAID, ALREADY_RETURNED, ALREADY_CANCELLED, WRONG_AMOUNT, REPEATED, CONTRADICTS_ITSELF, '
      + 'or a code of the channel, such as AMOUNT_UNREADABLE.',
  })
  reason!: string;
}

@ObjectType({ description: 'Answer of `paymentRunReceiveAnswer`.' })
export class PaymentRunReceiveAnswerPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run as it stands now.' })
  run?: { readonly id: string };

  @Field(() => Int, { nullable: true, description: 'How many payments this answer booked as paid.' })
  paid?: number;

  @Field(() => Int, { nullable: true, description: 'How many payments this answer booked as returned.' })
  returned?: number;

  @Field(() => [UnmatchedAnswerLine], { nullable: true, description: 'The lines that booked nothing, and why.' })
  unmatched?: readonly UnmatchedAnswerLine[];

  /** Where the answer is kept: what stands in it is read there, and not kept once more with the idempotency key. */
  answerId?: string;
}

function parse(ctx: TxContext, channelName: string, answer: string): ChannelAnswer {
  const channel = ctx.platform.extensions(paymentChannels).get(channelName);
  if (!channel) return refuse(channelUnknown('runId', { channel: channelName, known: [...ctx.platform.extensions(paymentChannels).keys()].join(', ') || 'none' }));
  try {
    return channel.parseAnswer(answer);
  } catch (error) {
    if (error instanceof UnreadableAnswer) refuse(answerUnreadable('answer', { what: error.message }));
    throw error;
  }
}

@Resolver()
export class ReceivePaymentAnswer {
  @Mutation(() => PaymentRunReceiveAnswerPayload, { description: 'Takes back what a channel says about the payments of a run. Each payment is booked once, however often an answer comes.' })
  @Requires('transactions.runs.receive')
  @TakesMuch()
  async paymentRunReceiveAnswer(@Arg('input', () => PaymentRunReceiveAnswerInput, { description: 'The answer.' }) input: PaymentRunReceiveAnswerInput, @Ctx() ctx: Context): Promise<PaymentRunReceiveAnswerPayload> {
    const payload = await write<PaymentRunReceiveAnswerPayload, PaymentRunReceiveAnswerInput>(ctx, { operation: 'paymentRunReceiveAnswer', input }, async (tx, { runId, answer }) => {
      const run = await lockRun(tx, runId);
      const { settled, unmatched } = await matchAnswer(tx, runId, parse(tx, run.channel, answer));
      const id = uuidv7();
      await tx.tx.query('insert into transactions.payment_answer (id, run_id, received_by, answer, unmatched) values ($1, $2, $3, $4, $5)', [
        id, runId, tx.actor.id, answer, JSON.stringify(unmatched),
      ]);
      await bookSettled(tx, run, id, settled);
      await reconcileIfAnswered(tx, runId);
      const paid = settled.filter((each) => each.status === 'PAID').length;
      return { run: { id: runId }, paid, returned: settled.length - paid, answerId: id };
    });
    return payload.answerId === undefined ? payload : { ...payload, unmatched: await unmatchedIn(ctx, payload.answerId) };
  }
}

/** The lines of an answer that booked nothing, as they are kept with it. */
async function unmatchedIn(ctx: Context, answerId: string): Promise<readonly UnmatchedAnswerLine[]> {
  const { rows } = await readRows<{ unmatched: readonly UnmatchedAnswerLine[] }>(ctx, 'select unmatched from transactions.payment_answer where id = $1', [answerId]);
  return rows[0]?.unmatched ?? [];
}
