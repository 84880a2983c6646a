import { outsideOf } from '../../kernel/access/scope-directory.js';
import { everywhere, type Scope } from '../../kernel/access/scope.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { grantOutlasts, mayNotGrant, scopeBeyond } from './refusals.js';

/** Whoever changes what somebody may waits for whoever else does, and sees what they did. */
export async function takeTurn({ tx }: TxContext): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('access.grants', 0))");
}

/** Permissions that somebody holds in a scope. */
export interface HeldThere {
  readonly permissions: ReadonlySet<string>;
  readonly scope: Scope;
  /** Whether they may give them to others. */
  readonly mayGrant: boolean;
  /** First day on which they hold them no longer; null where no end is set. */
  readonly until: string | null;
}

/**
 * What the actor holds, as the database knows it now. Who acts by no grants, but by roles that a development token or a test says,
 * holds those, and may hand them on.
 */
export async function heldBy(ctx: TxContext): Promise<readonly HeldThere[]> {
  const { actor, today } = ctx;
  const { rows } = await ctx.tx.query<Scope & { may_grant: boolean; until: string | null; permissions: string[] }>(`
    select g.places, g.organisations, g.programmes, g.may_grant, g.valid_to::text as until, array(select p.permission from access.role_permission p where p.role_id = g.role_id) as permissions
    from access.grant g join access."user" u on u.id = g.user_id
    where u.subject = $1 and ($2::uuid is null or u.id = $2) and u.state = 'ACTIVE' and g.valid_from <= $3 and (g.valid_to is null or g.valid_to > $3)`,
  [actor.id, actor.standing?.user ?? null, today]);
  if (rows.length === 0 && !actor.standing) return [{ permissions: actor.permissions, scope: actor, mayGrant: true, until: null }];
  return rows.map(({ permissions, may_grant: mayGrant, until, ...scope }) => ({ permissions: new Set(permissions), scope, mayGrant, until }));
}

/** Those of permissions that nothing of what is held gives in all of a scope; none for the platform itself, which may do everything. */
export async function lackingThere(ctx: TxContext, permissions: readonly string[], scope: Scope, held: readonly HeldThere[]): Promise<readonly string[]> {
  if (ctx.actor.kind === 'system') return [];
  const lacking = new Set(permissions);
  for (const { permissions: some, scope: there } of held) {
    if ((await outsideOf(ctx, scope, there)).length > 0) continue;
    for (const permission of some) lacking.delete(permission);
  }
  return [...lacking].sort();
}

/**
 * Refuses to hand on what the actor may not hand on, there, and for longer than they may themself. The platform itself may hand on everything.
 *
 * @param until first day on which it is to hold no longer, null for without end; and where that stands
 */
export async function checkDelegation(ctx: TxContext, permissions: readonly string[], scope: Scope, until: { readonly day: string | null; readonly path: string }, path: string): Promise<void> {
  const beyond = await outsideOf(ctx, scope, ctx.actor);
  if (beyond.length > 0) refuse(...beyond.map(({ dimension, code }) => scopeBeyond(`scope.${dimension}`, { dimension, code })));
  const held = (await heldBy(ctx)).filter(({ mayGrant }) => mayGrant);
  const lacking = await lackingThere(ctx, permissions, scope, held);
  if (lacking.length > 0) refuse(mayNotGrant(path, { permissions: lacking.join(', ') }));
  const ended = await lackingThere(ctx, permissions, scope, held.filter((one) => one.until === null || (until.day !== null && until.day <= one.until)));
  if (ended.length > 0) refuse(grantOutlasts(until.path, { permissions: ended.join(', ') }));
}

/** What the actor may hand on everywhere: for roles, which hold wherever they are granted. */
export function checkDelegationEverywhere(ctx: TxContext, permissions: readonly string[], path: string): Promise<void> {
  return checkDelegation(ctx, permissions, everywhere, { day: null, path }, path);
}

