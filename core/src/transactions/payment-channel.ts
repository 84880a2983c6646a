import type { Context } from '../kernel/context.js';
import { extensionPoint } from '../kernel/module/extension-point.js';
import type { PaymentAccountKind } from '../people/persons/accounts/payment-account.js';

/** A payment as a channel sees it, frozen when its run was created: all that the run pays one receiver into one account. */
export interface ChannelPayment {
  /** Unique for good, at most 35 characters of A-Z, a-z, 0-9; the channel's answer names it. */
  readonly reference: string;
  /** Of whoever receives; of an account, in whose name it is kept. In whichever script. */
  readonly payeeName: string;
  /** The number of the account, in its normal form; null where it is paid by name. */
  readonly account: string | null;
  /** Code of the bank, the wallet provider or the pay point; null where it is paid by name. */
  readonly institution: string | null;
  /** Exact, in the currency's main unit, with all of its minor digits: `320.00`, of a currency without any `320`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** What is handed to a channel at once. The same key always comes with the same batch. */
export interface ChannelBatch {
  /** Code of the run, for people. */
  readonly run: string;
  /** From 1. */
  readonly number: number;
  /** The day on which it was first handed over, `YYYY-MM-DD`. */
  readonly handedOn: string;
  readonly payments: readonly ChannelPayment[];
}

export interface ChannelReceipt {
  /** Where or as what the channel has it; shown to people. */
  readonly receipt: string;
}

/** What a channel wrote for a batch. */
export interface ChannelFile {
  /** At most 255 characters, without slashes. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What became of payments: `PAID` only where the channel says that the payee has the money. */
export type Outcome = 'PAID' | 'RETURNED';

/** What a channel says about one payment. */
export interface AnswerLine {
  /** Where in the answer, from 1, for people. */
  readonly line: number;
  readonly reference: string;
  /** As written; compared exactly with what was sent. `null` where the answer does not say, and is known by the reference alone. */
  readonly amount: string | null;
  /** Whether the amount is written in the currency's smallest unit: `32000` for 320.00. */
  readonly inMinorUnits?: boolean;
  readonly status: Outcome;
  /** Why it was returned. */
  readonly reason: string | null;
}

/** What a channel says about all payments of a batch that no line names. */
export interface BatchLine {
  readonly line: number;
  /** The batch's, as it was sent. */
  readonly key: string;
  readonly status: Outcome;
  readonly reason: string | null;
}

/** A line whose sense is unknown: listed to the caller, books nothing. */
export interface UnreadableLine {
  readonly line: number;
  readonly reference: string;
  readonly reason: string;
}

/** What became of payments, as a channel's answer tells. What it does not name stays as it is. */
export interface ChannelAnswer {
  readonly lines: readonly AnswerLine[];
  readonly batches?: readonly BatchLine[];
  readonly unreadable: readonly UnreadableLine[];
}

/** Thrown by `parseAnswer` where the answer as a whole cannot be trusted: cut off, or of another kind. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/** Something that a channel's provider sends by itself, as it came over HTTP. */
export interface ChannelMessage {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a message turned out to be. */
export interface ReadMessage {
  /** The provider's name for it, at most 200 characters: what comes again under it is the same and has no effect. */
  readonly id: string;
  readonly answer: ChannelAnswer;
}

/** Thrown by `readMessage` where a message is not the provider's own, or too old to be taken. */
export class UntrustedMessage extends Error {
  override readonly name = 'UntrustedMessage';
}

/**
 * A way in which money reaches payees. `channelKit` of `@kinga/plugin-sdk/testing` tries whether an implementation keeps what it promises.
 *
 * `send` must be idempotent by key: called again with the same key, whenever and by whomever, also at the same time, it moves nothing
 * more; with another content it throws. It is called outside of any database transaction, after it was committed that the batch is on
 * its way. When it is not known whether it reached the channel, `status` is asked before it is called again. That a channel is silent
 * never means that it has paid: what became of payments is told by answers, by messages and by `inquire`.
 */
export interface PaymentChannel {
  readonly description: string;
  /** The kinds of payment accounts that it pays into: any where left out, into none where empty. */
  readonly accountKinds?: readonly `${PaymentAccountKind}`[];
  /** Whether it pays by name whoever has no account, as in cash; whoever has none is not paid by it where left out. */
  readonly paysWithoutAccount?: boolean;
  /**
   * Why this channel can never pay a payment, as a code such as `ACCOUNT_MISSING`; `undefined` where it can. Pure. A payment that it
   * cannot take is not sent and comes back as returned with the code.
   */
  cannotPay?(payment: ChannelPayment): string | undefined;
  /** Hands a batch over. Ends only when the channel has it for good. */
  send(ctx: Context, batch: ChannelBatch, key: string): Promise<ChannelReceipt>;
  /** The receipt of a batch that the channel has; `undefined` where it has never seen the key. */
  status(ctx: Context, key: string): Promise<ChannelReceipt | undefined>;
  /**
   * What it wrote for a batch that it has, byte by byte; of channels that write files for people to bring to a bank. Asked after `send`
   * or `status` gave a receipt; `undefined` where it has never seen the key. Whoever may send runs fetches it as `PaymentBatch.file`.
   */
  file?(ctx: Context, key: string): Promise<ChannelFile | undefined>;
  /** What has become of a batch's payments until now; of channels that can be asked. */
  inquire?(ctx: Context, key: string): Promise<ChannelAnswer>;
  /**
   * Reads the channel's answer, byte by byte as it came. Pure.
   *
   * @throws UnreadableAnswer where nothing of it may be booked
   */
  parseAnswer(answer: Buffer): ChannelAnswer;
  /**
   * Reads what the provider sent by itself to `POST /payment-channels/<name>`, once it is certain that it is the provider's.
   *
   * @throws UntrustedMessage where it is not signed by the provider, or so long ago that somebody may be saying it again
   * @throws UnreadableAnswer where it is the provider's and makes no sense
   */
  readMessage?(ctx: Context, message: ChannelMessage): Promise<ReadMessage>;
}

/** Ways to pay. A module contributes to it with `paymentChannels.contribute('name', channel)`. */
export const paymentChannels = extensionPoint<PaymentChannel>('transactions.payment-channels', 'many', 'Ways in which money reaches payees');
