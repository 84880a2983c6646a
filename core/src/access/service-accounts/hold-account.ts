import { outsideOf } from '../../kernel/access/scope-directory.js';
import { SERVICE } from '../../kernel/access/identity.js';
import type { Scope } from '../../kernel/access/scope.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { heldBy, lackingThere, takeTurn } from '../grants/delegation.js';
import { serviceAccountBeyondPermissions, serviceAccountBeyondScope, serviceAccountClosedAlready, serviceAccountNotFound } from './refusals.js';

/** A service account that is open, held until the transaction ends, and who it is as a user. */
export async function holdAccount(ctx: TxContext, id: string): Promise<{ readonly code: string; readonly subject: string; readonly user: string }> {
  const { rows: [account] } = await ctx.tx.query<{ code: string; user: string; closed: boolean }>(
    'select code, user_id as user, closed_at is not null as closed from access.service_account where id = $1 for no key update', [id]);
  if (!account) return refuse(serviceAccountNotFound('id'));
  if (account.closed) refuse(serviceAccountClosedAlready('id'));
  return { ...account, subject: `${SERVICE}${account.code}` };
}

/** Whoever gives a secret or a key can act by it, so nobody gives one to an account that was granted what they lack themself, or beyond their own scope. */
export async function checkWithin(ctx: TxContext, user: string): Promise<void> {
  await takeTurn(ctx);
  const { rows } = await ctx.tx.query<Scope & Record<string, unknown> & { permissions: string[] }>(
    `select g.places, g.organisations, g.programmes, array(select p.permission from access.role_permission p where p.role_id = g.role_id and (a.scopes is null or p.permission = any (a.scopes))) as permissions
     from access.grant g join access.service_account a on a.user_id = g.user_id where g.user_id = $1 and (g.valid_to is null or g.valid_to > $2)`, [user, ctx.today]);
  for (const { permissions, ...scope } of rows) {
    if ((await outsideOf(ctx, scope, ctx.actor)).length > 0) refuse(serviceAccountBeyondScope('id'));
    const lacking = await lackingThere(ctx, permissions, scope, await heldBy(ctx));
    if (lacking.length > 0) refuse(serviceAccountBeyondPermissions('id', { permissions: lacking.join(', ') }));
  }
}
