import type pg from 'pg';
import { endedFault, foundPresent, readPresent } from '../access/presence.js';
import { changedFault } from '../access/standing.js';
import type { Context } from '../context.js';
import { preparedName } from '../database/prepared.js';
import { readPosition, Seen, type Position } from '../database/replicas/position.js';
import { watchReplica, type Replica } from '../database/replicas/replica.js';
import { again, watchPrimary } from '../database/replicas/watch.js';
import { statement } from '../telemetry/statement.js';
import type { Metrics } from '../telemetry/metrics.js';
import { observeReplicas } from '../telemetry/metrics.js';

/** Servers that follow the primary and take reads from it. */
export interface Replicas {
  /** Answers a planned read of a client's query from a replica; undefined where the primary is to be asked. */
  read(ctx: Context, seen: Seen, text: string, values: readonly unknown[]): Promise<{ readonly json: string | null } | undefined>;
  /** Notes that somebody's transaction lies before a position, for their reads in every process. */
  wrote(ctx: Context, position: string | undefined): Promise<void>;
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  readonly pools: readonly pg.Pool[];
  /** How far behind a replica that is read may be, in milliseconds. */
  readonly mostLagMs: number;
}

/** What an answer must hold, as the primary knows: and whether the actor may have it at all. */
const ASKED_FOR = `select json_build_object('at', kernel.wal_position(), 'written', (select position from kernel.last_write where principal = $1))::text as j`;

export function openReplicas({ pools, mostLagMs }: ReplicaOptions, pool: pg.Pool, { metrics, log }: { readonly metrics: Metrics; readonly log: Pick<Context['platform']['log'], 'warn'> }): Replicas {
  const primary = watchPrimary(pool, mostLagMs);
  const marks = again(primary.ask);
  const replicas = pools.map((each, index) => watchReplica(each, primary, (message) => log.warn({ replica: index }, message)));
  let turn = 0;
  /** Where a write could not be noted, all of this process's reads are taken to follow it. */
  let floor: Position = 0n;
  observeReplicas(metrics, () => replicas.map(({ lagMs }) => lagMs / 1000));

  /** @throws GraphQLError where the actor was signed out, or may something else by now */
  const asked = async (ctx: Context): Promise<{ readonly at: Position; readonly written: Position }> => {
    const { actor } = ctx;
    const { text, values } = readPresent(actor, ASKED_FOR, [actor.id]);
    const { rows } = await statement(ctx, 'read', text, () => ctx.platform.pool.query<{ j: string }>({ ...preparedName(text), text, values: [...values] })).catch((error: unknown) => {
      throw endedFault(actor, error) ?? changedFault(actor, error) ?? error;
    });
    foundPresent(actor);
    const told = JSON.parse(rows[0]?.j ?? '{}') as { readonly at?: string; readonly written?: string | null };
    return { at: readPosition(told.at) ?? 0n, written: readPosition(told.written) ?? 0n };
  };
  const fresh = (): readonly Replica[] => replicas.filter(({ lagMs }) => lagMs <= mostLagMs);
  const choose = async (ctx: Context, seen: Seen): Promise<Replica | 'down' | 'behind'> => {
    if (fresh().length === 0) return replicas.some(({ position }) => position !== undefined) ? 'behind' : 'down';
    const { at, written } = await asked(ctx);
    // What lies beyond the primary's end is of another history, from before it was restored, or was made up.
    const least = [written, seen.position, floor].filter((position) => position <= at).reduce((a, b) => (a > b ? a : b), 0n);
    const able = fresh().filter(({ position }) => position !== undefined && position >= least);
    turn += 1;
    return able[turn % able.length] ?? 'behind';
  };
  return {
    async read(ctx, seen, text, values) {
      const chosen = await choose(ctx, seen);
      const row = typeof chosen === 'string' ? undefined : await statement(ctx, 'read', text, () => chosen.read(text, values));
      metrics.reads.inc({ from: row ? 'replica' : 'primary', because: row ? 'fresh' : typeof chosen === 'string' ? chosen : 'failed' });
      if (!row) return undefined;
      seen.upTo(row.at);
      return { json: row.j };
    },
    async wrote({ actor, platform }, position) {
      const end = readPosition(position);
      await pool.query('call kernel.note_write($1, $2)', [actor.id, position]).catch((error: unknown) => {
        if (end !== undefined && end > floor) floor = end;
        platform.log.warn({ code: (error as { readonly code?: string }).code }, 'that somebody wrote could not be noted for other processes');
      });
    },
    stop: async () => {
      await Promise.all([marks.stop(), ...replicas.map((replica) => replica.stop())]);
      await primary.stop();
    },
  };
}

/** What a client of a platform with replicas has seen; nothing where there are none. */
export function seenBy(replicas: Replicas | undefined, given: string | undefined): { readonly seen?: Seen } {
  return replicas ? { seen: new Seen(given) } : {};
}
