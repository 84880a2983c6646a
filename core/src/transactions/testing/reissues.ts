import type { Context } from '../../kernel/context.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { newKey, type BegunAnswer } from './story.js';
import { run } from './world.js';

/** Asks for a run that pays again what came back: payments and accounts by UUID. */
export async function beginReissue(ctx: Context, payments: readonly { readonly id: string; readonly account?: string }[], channel?: string): Promise<BegunAnswer> {
  const input = {
    channel: channel ?? null, idempotencyKey: newKey(),
    payments: payments.map(({ id, account }) => ({ instructionId: encodeId('payment_instruction', id), accountId: account === undefined ? null : encodeId('payaccount', account) })),
  };
  const { paymentRunReissue } = await run<{ paymentRunReissue: BegunAnswer }>(ctx,
    'mutation ($input: PaymentRunReissueInput!) { paymentRunReissue(input: $input) { run { id code state contentHash instructionCount total { amount } } job { id state } userErrors { code path hint } } }', { input });
  return paymentRunReissue;
}
