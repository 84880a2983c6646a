import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { userUnknown } from './refusals.js';

/**
 * Refuses names that no user has: a grievance that is hidden from a name that nobody bears is hidden from nobody. Whoever acts is
 * known by acting.
 */
export async function checkUsers(ctx: TxContext, named: readonly { readonly user: string; readonly path: string }[]): Promise<void> {
  const others = named.filter(({ user }) => user !== ctx.actor.id);
  if (others.length === 0) return;
  const { rows } = await ctx.tx.query<{ subject: string }>('select distinct subject from access."user" where subject = any($1)', [others.map(({ user }) => user)]);
  const known = new Set(rows.map(({ subject }) => subject));
  const unknown = others.filter(({ user }) => !known.has(user));
  if (unknown.length > 0) refuse(...unknown.map(({ user, path }) => userUnknown(path, { user })));
}
