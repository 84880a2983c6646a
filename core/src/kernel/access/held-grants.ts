import { forbiddenFault } from '../faults.js';
import { encodeId } from '../schema/ids.js';
import type { Actor } from './actor.js';
import { DIMENSIONS, isEverywhere, nowhere, type Scope } from './scope.js';
import type { Standing } from './standing.js';

/** What somebody holds: a role's permissions, on the rows of a scope. */
export interface HeldGrant {
  /** UUID of the grant. */
  readonly id: string;
  readonly role: string;
  readonly permissions: ReadonlySet<string>;
  readonly scope: Scope;
}

/**
 * An actor by their grants, before an operation is known. The permissions are all that they have anywhere; rows are seen only
 * where all grants are about the same, so that nothing that forgets to narrow can mix one grant's permission with another's rows.
 */
export function actorWith(of: Pick<Actor, 'id' | 'kind' | 'standing'>, grants: readonly HeldGrant[]): Actor {
  const [first] = grants;
  const same = first && grants.every(({ scope }) => DIMENSIONS.every((dimension) => covers(scope[dimension], first.scope[dimension]) && covers(first.scope[dimension], scope[dimension])));
  return {
    ...of, grants,
    roles: [...new Set(grants.map(({ role }) => role))],
    permissions: new Set(grants.flatMap(({ permissions }) => [...permissions])),
    ...(same ? first.scope : nowhere),
  };
}

/**
 * The actor as an operation takes them: with the grants that hold all of its permissions, on the rows of these grants, and
 * with no permission that one of them lacks. Permissions of one grant never work on rows of another.
 *
 * @returns the actor itself where they have no grants, or just one
 * @throws GraphQLError FORBIDDEN where only several grants together hold what is needed
 */
export function narrowed(actor: Actor, needed: readonly string[]): Actor {
  const { grants } = actor;
  if (!grants || grants.length === 0 || (grants.length === 1 && actor.whole)) return actor;
  const kept = grants.filter(({ permissions }) => needed.every((permission) => permissions.has(permission)));
  if (kept.length === 0) {
    if (needed.some((permission) => !actor.permissions.has(permission))) return actor;
    throw forbiddenFault(`You have each permission that this takes, but by different grants, and they don't add up: ${needed.toSorted().join(', ')}. Ask in several operations.`);
  }
  if (actor.whole && kept.length === grants.length) return actor;
  const scope = unionOf(kept.map((grant) => grant.scope));
  if (!scope) {
    throw forbiddenFault(`Your grants ${kept.map(({ role }) => role).join(', ')} are limited in different ways, and they don't add up. Name one of them by the header ${GRANT_HEADER}: ${kept.map(({ id }) => encodeId('grant', id)).join(', ')}.`);
  }
  return {
    ...actor, ...scope,
    grants: kept,
    whole: actor.whole ?? actor,
    roles: [...new Set(kept.map(({ role }) => role))],
    permissions: new Set([...(kept[0]?.permissions ?? [])].filter((permission) => kept.every(({ permissions }) => permissions.has(permission)))),
  };
}

/** Header by which a caller asks by one of their grants alone. */
export const GRANT_HEADER = 'kinga-grant';

/**
 * The actor by one of their grants alone, where the caller names one by its id.
 *
 * @throws GraphQLError FORBIDDEN where they hold none of that id
 */
export function byOneGrant(actor: Actor, named: string | readonly string[] | undefined): Actor {
  if (named === undefined) return actor;
  const grant = actor.grants?.find(({ id }) => encodeId('grant', id) === named);
  if (!grant) throw forbiddenFault(`You hold no grant that ${GRANT_HEADER} names.`);
  const { renew: _renew, ...standing } = actor.standing ?? {};
  return { ...actor, ...actorWith({ id: actor.id, kind: actor.kind }, [grant]), ...(actor.standing && { standing: standing as Standing }) };
}

/** The actor with only some of their permissions, as a sign-in's scopes leave them. */
export function limitedTo(actor: Actor, scopes: readonly string[]): Actor {
  const limit = (permissions: ReadonlySet<string>): ReadonlySet<string> => new Set(scopes.filter((scope) => permissions.has(scope)));
  return {
    ...actor,
    permissions: limit(actor.permissions),
    ...(actor.grants && { grants: actor.grants.map((grant) => ({ ...grant, permissions: limit(grant.permissions) })) }),
  };
}

function covers(wide: readonly string[] | null, narrow: readonly string[] | null): boolean {
  return wide === null || (narrow !== null && narrow.every((code) => wide.includes(code)));
}

/** Whether grants still hold permissions in all of a scope: one of them, or those that hold them all, together. */
export function stillHeld(grants: readonly HeldGrant[], permissions: readonly string[], scope: Scope): boolean {
  const able = grants.filter((grant) => permissions.every((permission) => grant.permissions.has(permission))).map((grant) => grant.scope);
  return [...able, unionOf(able)].some((there) => there && DIMENSIONS.every((dimension) => covers(there[dimension], scope[dimension])));
}

/** Whether an actor still holds all of a scope: by what they act by, or by all that they were granted together. */
export function holdsScope(actor: Actor, scope: Scope): boolean {
  return DIMENSIONS.every((dimension) => covers(actor[dimension], scope[dimension])) || stillHeld((actor.whole ?? actor).grants ?? [], [], scope);
}

/**
 * One scope for several, where there is one that holds just their rows: those that differ in one dimension only. What is
 * limited in two at once has none: districts of one programme and organisations of another are not their cross product.
 */
export function unionOf(scopes: readonly Scope[]): Scope | undefined {
  let open = [...scopes];
  for (let merged = true; merged && open.length > 1;) {
    merged = false;
    for (const [index, scope] of open.entries()) {
      const other = open.findIndex((candidate, at) => at > index && merge(scope, candidate) !== undefined);
      const both = other > 0 ? merge(scope, open[other] as Scope) : undefined;
      if (!both) continue;
      open = [...open.filter((_, at) => at !== index && at !== other), both];
      merged = true;
      break;
    }
  }
  return open.length === 1 ? open[0] : open.find(isEverywhere);
}

function merge(one: Scope, other: Scope): Scope | undefined {
  const wider = [[one, other], [other, one]].find(([wide, narrow]) => DIMENSIONS.every((dimension) => covers(wide?.[dimension] ?? null, narrow?.[dimension] ?? null)));
  if (wider) return wider[0];
  const different = DIMENSIONS.filter((dimension) => !covers(one[dimension], other[dimension]) || !covers(other[dimension], one[dimension]));
  const [dimension] = different;
  if (different.length !== 1 || !dimension) return undefined;
  const [mine, others] = [one[dimension], other[dimension]];
  return { ...one, [dimension]: mine === null || others === null ? null : [...new Set([...mine, ...others])] };
}
