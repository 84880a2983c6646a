import { isUtf8 } from 'node:buffer';
import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { File } from '../../kernel/files/file.js';
import { ownBytes } from '../../kernel/files/own-bytes.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { channelNamed } from '../channels/channels-of.js';
import { lockRun } from './lock-run.js';
import { UnreadableAnswer, type ChannelAnswer, type PaymentChannel } from '../payment-channel.js';
import { PaymentRun } from './payment-run.js';
import { answerOnce, answerUnreadable } from '../refusals.js';
import { takeAnswer } from './take-answer.js';

@InputType({ description: "A channel's answer." })
export class PaymentRunReceiveAnswerInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run that it answers.' })
  runId!: string;

  @Field(() => String, { nullable: true, description: "The text of the channel's file, as it came. Give this or `fileId`." })
  @IsOptional()
  @MinLength(1)
  @MaxLength(5_000_000)
  answer?: string | null;

  @Ref(() => File, { nullable: true, description: "A file of yours: the channel's, byte by byte as it came. At most 50,000,000 bytes." })
  @IsOptional()
  fileId?: string | null;
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

const LARGEST_FILE = 50_000_000;

interface Came {
  readonly bytes: Buffer;
  /** Where it stands in the input. */
  readonly path: 'answer' | 'fileId';
}

async function came(ctx: TxContext, { answer, fileId }: PaymentRunReceiveAnswerInput): Promise<Came> {
  if (typeof answer === 'string' && !fileId) return { bytes: Buffer.from(answer), path: 'answer' };
  if (!fileId || typeof answer === 'string') return refuse(answerOnce('answer'));
  return { bytes: await ownBytes(ctx, { id: fileId, path: 'fileId' }, LARGEST_FILE), path: 'fileId' };
}

function parse(channel: PaymentChannel, { bytes, path }: Came): ChannelAnswer {
  try {
    return channel.parseAnswer(bytes);
  } catch (error) {
    if (error instanceof UnreadableAnswer) refuse(answerUnreadable(path, { what: error.message }));
    throw error;
  }
}

/** What is kept of an answer can be searched when somebody is erased: it is text. */
function kept(bytes: Buffer): string {
  return (isUtf8(bytes) ? bytes.toString() : bytes.toString('latin1')).replaceAll('\0', '');
}

@Resolver()
export class ReceivePaymentAnswer {
  @Mutation(() => PaymentRunReceiveAnswerPayload, { description: 'Takes back what a channel says about the payments of a run. Each payment is booked once, however often an answer comes.' })
  @Requires('transactions.runs.receive')
  @TakesMuch()
  async paymentRunReceiveAnswer(@Arg('input', () => PaymentRunReceiveAnswerInput, { description: 'The answer.' }) input: PaymentRunReceiveAnswerInput, @Ctx() ctx: Context): Promise<PaymentRunReceiveAnswerPayload> {
    const payload = await write<PaymentRunReceiveAnswerPayload, PaymentRunReceiveAnswerInput>(ctx, { operation: 'paymentRunReceiveAnswer', input }, async (tx, given) => {
      const run = await lockRun(tx, given.runId);
      const file = await came(tx, given);
      return { run: { id: run.id }, ...await takeAnswer(tx, run, parse(channelNamed(tx.platform, run.channel, 'runId'), file), kept(file.bytes)) };
    });
    return payload.answerId === undefined ? payload : { ...payload, unmatched: await unmatchedIn(ctx, payload.answerId) };
  }
}

/** The lines of an answer that booked nothing, as they are kept with it. */
async function unmatchedIn(ctx: Context, answerId: string): Promise<readonly UnmatchedAnswerLine[]> {
  const { rows } = await readRows<{ unmatched: readonly UnmatchedAnswerLine[] }>(ctx, 'select unmatched from transactions.payment_answer where id = $1', [answerId]);
  return rows[0]?.unmatched ?? [];
}
