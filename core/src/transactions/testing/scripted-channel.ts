import { csvFileChannel } from '../csv-file-channel.js';
import type { ChannelBatch, PaymentChannel } from '../payment-channel.js';

export interface ScriptedChannel extends PaymentChannel {
  /** What a provider would have in its own book: each key's payments, once. */
  readonly book: Map<string, ChannelBatch>;
  readonly calls: string[];
  /** What happens around a hand-over: `before` nothing has reached the provider, `after` all of it has. */
  fail: 'never' | 'before' | 'after';
}

/** A provider in memory that can die before or after it took a batch. It is idempotent by key, as channels must be. */
export function scriptedChannel(): ScriptedChannel {
  const channel: ScriptedChannel = {
    description: 'Keeps payments in memory',
    paysWithoutAccount: true,
    book: new Map(),
    calls: [],
    fail: 'never',
    async send(_ctx, batch, key) {
      channel.calls.push(`send ${key.slice(-4)}`);
      if (channel.fail === 'before') throw new Error('killed before the provider had it');
      const known = channel.book.get(key);
      if (known && JSON.stringify(known) !== JSON.stringify(batch)) throw new Error(`key ${key} came with other payments`);
      channel.book.set(key, batch);
      if (channel.fail === 'after') throw new Error('killed after the provider had it');
      return { receipt: `scripted:${key}` };
    },
    async status(_ctx, key) {
      channel.calls.push(`status ${key.slice(-4)}`);
      return channel.book.has(key) ? { receipt: `scripted:${key}` } : undefined;
    },
    parseAnswer: csvFileChannel.parseAnswer,
  };
  return channel;
}

/** The answer that a provider gives: each reference with its amount and what became of it. */
export function answerOf(lines: readonly { readonly reference: string; readonly amount: string; readonly status?: string; readonly reason?: string }[]): string {
  return ['reference,amount,status,reason', ...lines.map(({ reference, amount, status = 'PAID', reason = '' }) => `${reference},${amount},${status},${reason}`), ''].join('\n');
}
