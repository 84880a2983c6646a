import { outsideOf } from '../../kernel/access/scope-directory.js';
import { everywhere, type Scope } from '../../kernel/access/scope.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { mayNotGrant, scopeBeyond } from './refusals.js';

/** Whoever changes what somebody may waits for whoever else does, and sees what they did. */
export async function takeTurn({ tx }: TxContext): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('access.grants', 0))");
}

interface Delegated {
  readonly permissions: ReadonlySet<string>;
  readonly scope: Scope;
}

/**
 * What the actor may hand on, as the database knows it now: their grants that say so. Who acts by no grants, but by roles that a
 * development token or a test says, may hand on those.
 */
async function delegatedTo(ctx: TxContext): Promise<readonly Delegated[]> {
  const { actor, today } = ctx;
  const { rows } = await ctx.tx.query<Scope & { may_grant: boolean; permissions: string[] }>(`
    select g.places, g.organisations, g.programmes, g.may_grant, array(select p.permission from access.role_permission p where p.role_id = g.role_id) as permissions
    from access.grant g join access."user" u on u.id = g.user_id
    where u.subject = $1 and ($2::uuid is null or u.id = $2) and u.state = 'ACTIVE' and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)`,
  [actor.id, actor.standing?.user ?? null, today]);
  if (rows.length === 0 && !actor.standing) return [{ permissions: actor.permissions, scope: actor }];
  return rows.filter(({ may_grant }) => may_grant).map(({ permissions, ...scope }) => ({ permissions: new Set(permissions), scope }));
}

/** Refuses to hand on what the actor may not hand on, there. The platform itself may hand on everything. */
export async function checkDelegation(ctx: TxContext, permissions: readonly string[], scope: Scope, path: string): Promise<void> {
  const beyond = await outsideOf(ctx, scope, ctx.actor);
  if (beyond.length > 0) refuse(...beyond.map(({ dimension, code }) => scopeBeyond(`scope.${dimension}`, { dimension, code })));
  if (ctx.actor.kind === 'system') return;
  const open = new Set(permissions);
  for (const delegated of await delegatedTo(ctx)) {
    if ((await outsideOf(ctx, scope, delegated.scope)).length > 0) continue;
    for (const permission of delegated.permissions) open.delete(permission);
  }
  if (open.size > 0) refuse(mayNotGrant(path, { permissions: [...open].sort().join(', ') }));
}

/** What the actor may hand on everywhere: for roles, which hold wherever they are granted. */
export function checkDelegationEverywhere(ctx: TxContext, permissions: readonly string[], path: string): Promise<void> {
  return checkDelegation(ctx, permissions, everywhere, path);
}

