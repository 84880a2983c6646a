import type { Context } from '../../kernel/context.js';
import { newKey, type UserError } from './story.js';
import { run } from './world.js';

/** What a mutation answered: its object under its own name, or why nothing was done. */
export type Done = { readonly userErrors: readonly UserError[] } & Readonly<Record<string, { readonly id: string } | null>>;

/** Runs a mutation that takes an input; `fields` are what is asked of its object. */
export async function mutated(ctx: Context, mutation: string, object: string, input: object, fields = 'id'): Promise<Done> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await run<Record<string, Done>>(ctx, `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${object} { ${fields} } userErrors { code path hint } } }`, { input });
  return answer[mutation] as Done;
}

/** An account's id. */
export async function openAccount(ctx: Context, code: string, more: object = {}): Promise<string> {
  const { account } = await mutated(ctx, 'accountOpen', 'account', { code, name: code, purpose: 'OTHER', currency: 'GHS', ...more });
  return account?.id ?? '';
}

/** Books an amount from an account to another. */
export const transfer = (ctx: Context, { from, to, amount, on }: { readonly from: string; readonly to: string; readonly amount: string; readonly on?: string }): Promise<Done> =>
  mutated(ctx, 'transactionBook', 'transaction', {
    reference: newKey(), description: 'Moved', occurredOn: on ?? null, idempotencyKey: newKey(), postings: [{ accountId: to, amount }, { accountId: from, amount: `-${amount}` }],
  }, 'id occurredOn');

export const reverse = (ctx: Context, transactionId: string): Promise<Done> =>
  mutated(ctx, 'transactionReverse', 'transaction', { transactionId, reason: 'Taken back', idempotencyKey: newKey() }, 'id occurredOn');
