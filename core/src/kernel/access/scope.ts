import type { Context } from '../context.js';
import type { Actor } from './actor.js';
import type { Reach } from './reach.js';

/** Which rows somebody may see and write: a limit for each dimension, all of which hold. Codes; `null` is no limit, an empty list nothing. */
export interface Scope {
  /** Codes of the places whose subtrees count. */
  readonly places: readonly string[] | null;
  readonly organisations: readonly string[] | null;
  readonly programmes: readonly string[] | null;
}

/** No limit in any dimension. */
export const everywhere: Scope = Object.freeze({ places: null, organisations: null, programmes: null });

/** Nothing at all. */
export const nowhere: Scope = Object.freeze({ places: [], organisations: [], programmes: [] });

/** A scope as a token or a test may give it: what isn't said of organisations and programmes is no limit. */
export type GivenScope = Pick<Scope, 'places'> & Partial<Scope>;

/** Whoever holds nothing in one dimension holds nothing at all, also of what belongs to none of it. */
export function scopeOf({ places, organisations = null, programmes = null }: GivenScope): Scope {
  return [places, organisations, programmes].some((codes) => codes?.length === 0) ? nowhere : { places, organisations, programmes };
}

/** The ways in which scopes are limited. */
export const DIMENSIONS = ['places', 'organisations', 'programmes'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The dimensions in which there is a limit. */
export function limitedIn(scope: Scope): readonly Dimension[] {
  return DIMENSIONS.filter((dimension) => scope[dimension] !== null);
}

/** Whether it is without limit in every dimension. */
export function isEverywhere({ places, organisations, programmes }: Scope): boolean {
  return places === null && organisations === null && programmes === null;
}

/**
 * For work on everybody's rows that an actor with limits may start, such as renewing keys: the same context without limits.
 * Only outside of a transaction, which keeps the scope that it was opened with.
 */
export function withoutLimits(ctx: Context): Context {
  return { ...ctx, actor: { ...ctx.actor, ...everywhere } };
}

/** A scope as PostgreSQL's policies read it in the setting `kinga.scope` (migration kernel/0020). Where nothing is said, they give no row. */
export function scopeText(scope: Scope): string {
  if (isEverywhere(scope)) return 'all';
  return [scope.places, scope.organisations, scope.programmes].map(dimension).join('|');
}

/** JSON, in which the separator is written otherwise. */
function dimension(codes: readonly string[] | null): string {
  return codes === null ? 'all' : JSON.stringify(codes).replaceAll('|', '\\u007c');
}

/**
 * A read that tells the database who acts and then reads, in one statement: PostgreSQL works out the condition, which names
 * no row, before the first row is read, and forgets the settings when the statement ends.
 *
 * @param reach for what reach of the scope it is written, which may read the ids of the places from `"~places"`; PostgreSQL looks for
 *   itself where it isn't said
 * @param whole whether it looks at all rows of a table: then what a limit of places or programmes holds is resolved as a whole, not for each row
 */
export function readInScope({ id, ...scope }: Pick<Actor, 'id'> & Scope, text: string, values: readonly unknown[], reach?: Reach, whole = false): { readonly text: string; readonly values: readonly unknown[] } {
  const [setting, actor, places] = [values.length + 1, values.length + 2, values.length + 3];
  const resolved = reach === 'few' || reach === 'many';
  return {
    text: `${resolved ? `with "~places" as materialized (select kernel.places_within($${places}::text[]) as ids) ` : ''}select "~scoped".* from (${text}) "~scoped" where (select set_config('kinga.scope', $${setting}, true) || set_config('kinga.actor', $${actor}, true)${telling(scope, reach)}${whole && (scope.programmes !== null || reach === 'many') ? ` || set_config('kinga.whole', $${setting}, true)` : ''}) is not null`,
    values: [...values, scopeText(scope), id, ...(resolved ? [scope.places] : [])],
  };
}

function telling(scope: Scope, reach: Reach | undefined): string {
  if (reach) return reach === 'every' ? " || kernel.tell_reach('every')" : '';
  return limitedIn({ ...scope }).length > 0 ? ' || kernel.reach()' : '';
}

/** The columns of the statement that opens a transaction which do the same for all of it. */
export function openInScope({ id, ...scope }: Pick<Actor, 'id'> & Scope, quoted: (text: string) => string): string {
  return `set_config('kinga.scope', ${quoted(scopeText(scope))}, true), set_config('kinga.actor', ${quoted(id)}, true)`;
}
