import type { Context } from '../kernel/context.js';
import { extensionPoint } from '../kernel/module/extension-point.js';

/** A payment as a channel sees it: frozen when its run was created. */
export interface ChannelPayment {
  /** Unique for good, at most 35 characters; the channel's answer names it. */
  readonly reference: string;
  readonly payeeName: string;
  readonly account: string | null;
  /** Exact, in the currency's main unit, with all of its minor digits: `320.00`. */
  readonly amount: string;
  readonly currency: string;
}

/** What is handed to a channel at once. The same key always comes with the same payments. */
export interface ChannelBatch {
  /** Code of the run, for people. */
  readonly run: string;
  readonly number: number;
  readonly payments: readonly ChannelPayment[];
}

export interface ChannelReceipt {
  /** Where or as what the channel has it; shown to people. */
  readonly receipt: string;
}

/** What a channel says about one payment. */
export interface AnswerLine {
  /** Where in the answer, for people. */
  readonly line: number;
  readonly reference: string;
  /** As written; compared exactly with what was sent. */
  readonly amount: string;
  readonly status: 'PAID' | 'RETURNED';
  /** Why it was returned. */
  readonly reason: string | null;
}

/** A line whose sense is unknown: listed to the caller, books nothing. */
export interface UnreadableLine {
  readonly line: number;
  readonly reference: string;
  readonly reason: string;
}

/** What became of a payment, as a channel's answer tells. */
export interface ChannelAnswer {
  readonly lines: readonly AnswerLine[];
  readonly unreadable: readonly UnreadableLine[];
}

/** Thrown by `parseAnswer` where the answer as a whole cannot be trusted: cut off, or of another kind. */
export class UnreadableAnswer extends Error {}

/**
 * A way in which money reaches payees.
 *
 * `send` must be idempotent by key: called again with the same key, whenever and by whomever, it moves nothing more. It is
 * called outside of any database transaction, after it was committed that the batch is on its way. When it is not known
 * whether it reached the channel, `status` is asked before it is called again.
 */
export interface PaymentChannel {
  readonly description: string;
  /** Hands a batch over. Ends only when the channel has it for good. */
  send(ctx: Context, batch: ChannelBatch, key: string): Promise<ChannelReceipt>;
  /** The receipt of a batch that the channel has; `undefined` where it has never seen the key. */
  status(ctx: Context, key: string): Promise<ChannelReceipt | undefined>;
  /**
   * Reads the channel's answer. Pure.
   *
   * @throws UnreadableAnswer where nothing of it may be booked
   */
  parseAnswer(text: string): ChannelAnswer;
}

/** Ways to pay. A module contributes to it with `paymentChannels.contribute('name', channel)`. */
export const paymentChannels = extensionPoint<PaymentChannel>('transactions.payment-channels', 'many', 'Ways in which money reaches payees');
