import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../../kernel/context.js';
import { UntrustedMessage, type ChannelBatch, type ChannelMessage, type PaymentChannel, type ReadMessage } from '../../payment-channel.js';
import { readOutcomes } from './outcomes.js';
import { isSigned, signMessage } from './sign-message.js';
import type { MobileMoneySettings } from './settings.js';

const LARGEST_ANSWER = 20_000_000;
const receiptOf = z.object({ receipt: z.string().min(1).max(200) });

/**
 * A provider of mobile money with an API over HTTP: `PUT <url>/batches/<key>` hands a batch over, `GET` of the same tells whether the
 * provider has it and what became of its payments. It tells by itself, too, by messages signed as Standard Webhooks are. A call that
 * fails or takes too long says nothing: what the provider has is asked for.
 */
export function mobileMoneyChannel(settings: MobileMoneySettings): PaymentChannel {
  return {
    description: settings.description,
    accountKinds: ['WALLET'],
    cannotPay: ({ account }) => (account?.trim() ? (/^[+\d][\d -]{3,30}$/.test(account.trim()) ? undefined : 'ACCOUNT_UNFIT') : 'ACCOUNT_MISSING'),
    async send(_ctx, batch, key) {
      const answer = await ask(settings, 'PUT', key, contentOf(batch));
      if (answer.status === 409) throw new Error(`the provider has other payments under the key ${key}; nothing was sent`);
      if (answer.status !== 200 && answer.status !== 201) throw new Error(`the provider answered ${answer.status}; whether it has batch ${key} is asked for`);
      return { receipt: receiptOf.parse(JSON.parse(answer.body.toString())).receipt };
    },
    async status(_ctx, key) {
      const answer = await ask(settings, 'GET', key);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new Error(`the provider answered ${answer.status} when it was asked for batch ${key}`);
      return { receipt: receiptOf.parse(JSON.parse(answer.body.toString())).receipt };
    },
    async inquire(_ctx, key) {
      const answer = await ask(settings, 'GET', key);
      if (answer.status === 404) return { lines: [], unreadable: [] };
      if (answer.status !== 200) throw new Error(`the provider answered ${answer.status} when it was asked for batch ${key}`);
      return readOutcomes(answer.body);
    },
    parseAnswer: readOutcomes,
    readMessage: async (ctx, message) => readMessage(ctx, message, settings),
  };
}

function contentOf({ run, number, payments }: ChannelBatch): string {
  return JSON.stringify({ run, number, payments: payments.map(({ reference, payeeName, account, amount, currency }) => ({ reference, name: payeeName, account, amount, currency })) });
}

function secretOf({ secretVariable }: MobileMoneySettings): string {
  const secret = process.env[secretVariable] ?? '';
  if (secret.length < 16) throw new Error(`${secretVariable} is not set, or has fewer than 16 characters: the secret shared with the provider of mobile money`);
  return secret;
}

async function ask(settings: MobileMoneySettings, method: 'GET' | 'PUT', key: string, body?: string): Promise<{ readonly status: number; readonly body: Buffer }> {
  const answer = await fetch(`${settings.url}/batches/${encodeURIComponent(key)}`, {
    method, redirect: 'error', signal: AbortSignal.timeout(settings.timeoutMs),
    headers: { authorization: `Bearer ${secretOf(settings)}`, accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of answer.body ?? []) {
    size += bytes.length;
    if (size > LARGEST_ANSWER) throw new Error('the provider answers without end');
    chunks.push(bytes);
  }
  return { status: answer.status, body: Buffer.concat(chunks) };
}

function readMessage(ctx: Context, { headers, body }: ChannelMessage, settings: MobileMoneySettings): ReadMessage {
  const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '', 'webhook-signature': signature = '' } = headers;
  if (!/^[\x21-\x7E]{1,200}$/.test(id) || !/^\d{1,12}$/.test(seconds)) throw new UntrustedMessage('it is not signed');
  if (!isSigned(signature, signMessage(secretOf(settings), { id, seconds, body }))) throw new UntrustedMessage('its signature is not right');
  if (Math.abs(ctx.platform.now() / 1000 - Number(seconds)) > settings.freshSeconds) throw new UntrustedMessage(`it was signed at another time: ${createHash('sha256').update(id).digest('hex').slice(0, 12)}`);
  return { id, answer: readOutcomes(body) };
}
