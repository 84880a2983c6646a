import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../kernel/context.js';
import { UnreadableAnswer, type AnswerLine, type ChannelAnswer, type ChannelBatch, type ChannelPayment, type PaymentChannel } from '../transactions/payment-channel.js';

/** What the provider's own book says of a payment. */
export type BookedPayment = Pick<ChannelPayment, 'reference' | 'amount' | 'currency'>;

/** A channel that is tried, and how its provider's side is seen. */
export interface ChannelUnderTest {
  readonly channel: PaymentChannel;
  readonly ctx: Context;
  /** What the provider would pay for a key: each payment as often as it would pay it. Empty where it has never seen the key. */
  book(key: string): Promise<readonly BookedPayment[]>;
  /** An answer as the provider would write it. */
  answer(lines: readonly (Omit<AnswerLine, 'line' | 'amount'> & BookedPayment)[]): Buffer;
  /** An account that the channel can pay into; `0240000001` where left out. */
  readonly account?: string;
}

type Check = (under: ChannelUnderTest, fault: (what: string) => void) => Promise<void>;

const NAMES = ['Ama Mensah', "N'Golo Ɛdɔ-Kɔfi", 'አበበ ቢቂላ', 'فاطمة الزهراء', '王秀英', 'Ольга Ким', 'क्षमा', '"A", <B> & C;', '=1+1', `${'Long '.repeat(40)}Name`];
/** Of currencies with no, two and three digits: the smallest, the usual and the largest. */
const AMOUNTS: readonly (readonly [string, readonly string[]])[] = [['UGX', ['1', '25000', '999999999999']], ['GHS', ['0.01', '320.00', '999999999999.99']], ['TND', ['0.001', '48.500', '99999999999.999']]];

const newKey = (): string => `${randomBytes(16).toString('hex')}-0001`;

function batchOf(currency: string, amounts: readonly string[], account: string, names: readonly string[] = ['Ama Mensah']): ChannelBatch {
  const payments = amounts.map((amount, index) => ({ reference: randomBytes(16).toString('hex'), payeeName: names[index % names.length] ?? '', account, institution: 'KIT', amount, currency }));
  return { run: 'KIT-2026-03-01-1', number: 1, handedOn: '2026-03-01', payments: payments.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)) };
}

const booked = (payments: readonly BookedPayment[]): readonly BookedPayment[] =>
  payments.map(({ reference, amount, currency }) => ({ reference, amount, currency })).toSorted((a, b) => (a.reference < b.reference ? -1 : 1));

/** Payments of a script that the channel's bank cannot write are said to be none that it can pay. */
function payable(channel: PaymentChannel, batch: ChannelBatch): ChannelBatch {
  return { ...batch, payments: batch.payments.filter((payment) => channel.cannotPay?.(payment) === undefined) };
}

async function thrown(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

const CHECKS: Readonly<Record<string, Check>> = {
  async 'a key that was never sent is unknown'({ channel, ctx }, fault) {
    if ((await channel.status(ctx, newKey())) !== undefined) fault('status gave a receipt');
  },

  async 'a batch is with the provider once, however often it is sent, and every amount is exact'({ channel, ctx, book, account = '0240000001' }, fault) {
    for (const [currency, amounts] of AMOUNTS) {
      const key = newKey();
      const batch = batchOf(currency, amounts, account);
      for (let time = 1; time <= 3; time += 1) {
        const { receipt } = await channel.send(ctx, batch, key);
        if (receipt.trim() === '') fault('send gave an empty receipt');
        const has = booked(await book(key));
        if (!isDeepStrictEqual(has, booked(batch.payments))) fault(`sent ${time} times in ${currency}, the provider has ${JSON.stringify(has)} instead of ${JSON.stringify(booked(batch.payments))}`);
      }
      if (!(await channel.status(ctx, key))?.receipt) fault('status does not know what was sent');
    }
  },

  async 'a batch that is sent by many at once is with the provider once'({ channel, ctx, book, account = '0240000001' }, fault) {
    const key = newKey();
    const batch = batchOf('GHS', ['1.00', '2.50', '3.75'], account);
    await Promise.all(Array.from({ length: 8 }, () => channel.send(ctx, batch, key)));
    if (!isDeepStrictEqual(booked(await book(key)), booked(batch.payments))) fault(`the provider has ${JSON.stringify(await book(key))}`);
  },

  async 'a key that comes with other payments is a fault and moves nothing'({ channel, ctx, book, account = '0240000001' }, fault) {
    const key = newKey();
    const batch = batchOf('GHS', ['1.00', '2.50'], account);
    await channel.send(ctx, batch, key);
    const others = [batchOf('GHS', ['1.00', '2.50'], account), { ...batch, payments: batch.payments.map((payment) => ({ ...payment, amount: '9.99' })) }, { ...batch, payments: batch.payments.slice(1) }];
    for (const other of others) {
      if ((await thrown(() => channel.send(ctx, other, key))) === undefined) fault('send took other payments under the same key');
      if (!isDeepStrictEqual(booked(await book(key)), booked(batch.payments))) fault('the provider has other payments now');
    }
  },

  async 'a name of any script is paid, or said to be one that cannot be'({ channel, ctx, book, account = '0240000001' }, fault) {
    const key = newKey();
    const batch = payable(channel, batchOf('GHS', NAMES.map(() => '5.00'), account, NAMES));
    if (batch.payments.length === 0) return fault('not one name can be paid');
    await channel.send(ctx, batch, key);
    if (!isDeepStrictEqual(booked(await book(key)), booked(batch.payments))) fault('payments are missing, or more than once with the provider');
  },

  async 'an answer is read as it was written, and the same each time'({ channel, answer, account = '0240000001' }, fault) {
    for (const [currency, amounts] of AMOUNTS) {
      const lines = batchOf(currency, amounts, account).payments.map(({ reference, amount }, index) => ({
        reference, amount, currency, ...(index === 1 ? { status: 'RETURNED' as const, reason: 'Account closed' } : { status: 'PAID' as const, reason: null }),
      }));
      const bytes = answer(lines);
      const read = channel.parseAnswer(bytes);
      const expected = lines.map(({ reference, amount, status }) => ({ reference, amount, status }));
      const got = read.lines.map(({ reference, amount, status }, index) => ({ reference, amount: amount ?? lines[index]?.amount, status }));
      if (!isDeepStrictEqual(got, expected)) fault(`read ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`);
      if (read.lines.some(({ status, reason }) => (status === 'RETURNED') !== (reason !== null))) fault('what is returned has a reason, and nothing else has');
      if (!isDeepStrictEqual(channel.parseAnswer(bytes), read)) fault('read twice, it is not the same');
    }
  },

  async 'an answer that is cut off anywhere is refused as a whole'({ channel, answer, account = '0240000001' }, fault) {
    const { payments } = batchOf('GHS', ['1.00', '2.00', '3.00', '4.00', '5.00', '6.00'], account);
    const bytes = answer(payments.map(({ reference, amount, currency }) => ({ reference, amount, currency, status: 'PAID' as const, reason: null })));
    const end = bytes.toString('latin1').trimEnd().length - 1;
    for (const at of [0, 1, ...Array.from({ length: 14 }, (_, n) => Math.floor((end * (n + 1)) / 15)), end]) {
      const error = await thrown(() => channel.parseAnswer(bytes.subarray(0, at)));
      if (!(error instanceof UnreadableAnswer)) fault(`cut off after ${at} of ${bytes.length} bytes it was ${error === undefined ? 'taken' : `a fault: ${String(error)}`}`);
    }
  },

  async 'an answer of another kind is refused as a whole'({ channel }, fault) {
    const others = ['', '\n', '\0\0\0', '%PDF-1.7\n', '{"status":"PAID"}\n', 'a;b;c\n1;2;3\n', '<?xml version="1.0"?><html/>', 'PK\x03\x04', '\xff\xfe\xfd'];
    for (const other of others) {
      const error = await thrown(() => channel.parseAnswer(Buffer.from(other, 'latin1')));
      if (!(error instanceof UnreadableAnswer)) fault(`${JSON.stringify(other)} was ${error === undefined ? 'taken' : `a fault: ${String(error)}`}`);
    }
  },

  async 'what was written can be fetched, the same each time, and nothing of a key that was never sent'({ channel, ctx, account = '0240000001' }, fault) {
    if (!channel.file) return;
    const key = newKey();
    if ((await channel.file(ctx, key)) !== undefined) fault('it gave a file of a key that it has never seen');
    await channel.send(ctx, batchOf('GHS', ['1.00', '2.50'], account), key);
    const [one, again] = [await channel.file(ctx, key), await channel.file(ctx, key)];
    if (!one || one.bytes.length === 0) fault('it gave no file of a batch that it has');
    if (!isDeepStrictEqual(one, again)) fault('fetched twice, it is not the same');
  },

  async 'what can be asked tells of payments that it has, and of no others'({ channel, ctx, account = '0240000001' }, fault) {
    if (!channel.inquire) return;
    const key = newKey();
    const batch = batchOf('GHS', ['1.00', '2.50'], account);
    await channel.send(ctx, batch, key);
    const known = new Map(batch.payments.map(({ reference, amount }) => [reference, amount]));
    const told: ChannelAnswer = await channel.inquire(ctx, key);
    for (const { reference, amount } of told.lines) if (!known.has(reference) || (amount !== null && known.get(reference) !== amount)) fault(`it tells of ${reference} with ${amount}`);
    const unknown: ChannelAnswer = await channel.inquire(ctx, newKey());
    if (unknown.lines.length > 0) fault('it tells of payments of a key that it has never seen');
  },
};

/**
 * Tries whether a payment channel keeps what `PaymentChannel` promises: idempotent by key, also under concurrency; exact amounts of
 * currencies with 0, 2 and 3 digits; names in any script; answers twice, cut off, or of another kind.
 *
 * @returns what it does not keep, one sentence each; nothing where all is well
 *
 * @example expect(await channelFaults({ channel, ctx, book, answer })).toEqual([]);
 */
export async function channelFaults(under: ChannelUnderTest): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [promise, check] of Object.entries(CHECKS)) {
    const fault = (what: string): void => void faults.push(`${promise}: ${what}.`);
    const error = await thrown(() => check(under, fault));
    if (error !== undefined) fault(`it threw ${error instanceof Error ? error.message : String(error)}`);
  }
  return faults;
}
