import { outsideOf } from '../../kernel/access/scope-directory.js';
import { SERVICE } from '../../kernel/access/identity.js';
import type { Scope } from '../../kernel/access/scope.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { serviceAccountBeyondScope, serviceAccountClosedAlready, serviceAccountNotFound } from './refusals.js';

/** A service account that is open, held until the transaction ends, and who it is as a user. */
export async function holdAccount(ctx: TxContext, id: string): Promise<{ readonly code: string; readonly subject: string; readonly user: string }> {
  const { rows: [account] } = await ctx.tx.query<{ code: string; user: string; closed: boolean }>(
    'select code, user_id as user, closed_at is not null as closed from access.service_account where id = $1 for no key update', [id]);
  if (!account) return refuse(serviceAccountNotFound('id'));
  if (account.closed) refuse(serviceAccountClosedAlready('id'));
  return { ...account, subject: `${SERVICE}${account.code}` };
}

/** Whoever gives a secret can act by it, so nobody gives one to an account that was granted more than lies within their own scope. */
export async function checkWithin(ctx: TxContext, user: string): Promise<void> {
  const { rows } = await ctx.tx.query<Scope & Record<string, unknown>>(
    'select places, organisations, programmes from access.grant where user_id = $1 and (valid_to is null or valid_to > $2)', [user, ctx.today]);
  for (const scope of rows) if ((await outsideOf(ctx, scope, ctx.actor)).length > 0) refuse(serviceAccountBeyondScope('id'));
}
