import type { Context } from '../context.js';
import type { Platform } from '../platform.js';
import { preparedName } from '../database/prepared.js';
import { scopeText } from './scope.js';

/**
 * How many places a scope reaches, by which statements that read are written: every place there is, so few that rows are found by
 * an index of them, or many. A statement for `every` is refused by the database where that no longer holds; the other two are
 * right for any scope.
 */
export type Reach = 'every' | 'few' | 'many';

/** SQLSTATE with which `kernel.tell_reach` refuses. */
const SHORTER = 'KG405';
/** How long a kind is taken for what it was: it may cost time afterwards, and shows nothing. */
const KEPT_MS = 60_000;
const MOST_KEPT = 2_000;

interface Kept {
  readonly reach: Promise<Reach>;
  readonly until: number;
}
const kept = new WeakMap<Platform, Map<string, Kept>>();

const KIND = "select kernel.kind_of_reach() as kind where (select set_config('kinga.scope', $1, true)) is not null";

/** How far the actor's scope reaches; undefined for who has no limit of places. Asked for once a minute. */
export function reachOf({ actor, platform }: Pick<Context, 'actor' | 'platform'>): Promise<Reach> | undefined {
  if (actor.places === null) return undefined;
  const scope = scopeText(actor);
  const known = keptBy(platform).get(scope);
  return known && known.until > performance.now() ? known.reach : keep(platform, scope, ask(platform, scope));
}

/** Runs what is written for the actor's reach; once more, for many places, where the scope has become shorter meanwhile. */
export async function withReach<T>(ctx: Pick<Context, 'actor' | 'platform'>, work: (reach: Reach | undefined) => Promise<T>): Promise<T> {
  const reach = reachOf(ctx);
  if (!reach) return work(undefined);
  try {
    return await work(await reach);
  } catch (error) {
    if ((error as { readonly code?: string } | undefined)?.code !== SHORTER) throw error;
    return work(await keep(ctx.platform, scopeText(ctx.actor), Promise.resolve('many')));
  }
}

async function ask(platform: Platform, scope: string): Promise<Reach> {
  try {
    const { rows } = await platform.pool.query<{ kind: Reach }>({ ...preparedName(KIND), text: KIND, values: [scope] });
    return rows[0]?.kind ?? 'many';
  } catch (error) {
    keptBy(platform).delete(scope);
    throw error;
  }
}

function keep(platform: Platform, scope: string, reach: Promise<Reach>): Promise<Reach> {
  const all = keptBy(platform);
  if (all.size >= MOST_KEPT) all.clear();
  all.set(scope, { reach, until: performance.now() + KEPT_MS });
  return reach;
}

function keptBy(platform: Platform): Map<string, Kept> {
  const found = kept.get(platform) ?? new Map<string, Kept>();
  kept.set(platform, found);
  return found;
}
