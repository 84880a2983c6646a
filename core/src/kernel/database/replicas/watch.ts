import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { readPosition, type Position } from './position.js';

const EVERY_MS = 200;
const PATIENCE_MS = 1_000;

/** A connection of one's own, so that a pool which is busy does not look like a server that is gone. */
export function ownConnection(pool: pg.Pool): pg.Pool {
  const own = new pg.Pool({ ...pool.options, max: 1, min: 0, idleTimeoutMillis: 60_000, connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS });
  own.on('error', () => undefined);
  own.on('connect', (client) => client.on('error', () => undefined));
  return own;
}

/** Does something again and again until it is stopped. */
export function again(work: () => Promise<void>): { stop(): Promise<void> } {
  const ending = new AbortController();
  const loop = (async () => {
    while (!ending.signal.aborted) {
      await work();
      await wait(EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await loop;
    },
  };
}

/** Where the primary was when: a replica that has come so far holds everything that was committed before. */
export interface Primary {
  /** Which database it is; copies have the same. */
  readonly system: string | undefined;
  /** The history of the database, which gets a new number whenever a replica becomes the primary. */
  readonly timeline: number | undefined;
  /** The latest instant, of this process's own clock, of which a position holds everything. */
  instantOf(position: Position): number;
  ask(): Promise<void>;
  stop(): Promise<void>;
}

const ASK_PRIMARY = `select kernel.wal_position()::text as position, (select system_identifier from pg_control_system())::text as system,
  case when not pg_is_in_recovery() then ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline,
  current_setting('synchronous_commit') <> 'off' as flushed, pg_is_in_recovery() as follows`;

export function watchPrimary(pool: pg.Pool, mostLagMs: number): Primary {
  const own = ownConnection(pool);
  const marks: { readonly at: number; readonly position: Position }[] = [];
  const found: { system?: string; timeline?: number } = {};
  return {
    get system() {
      return found.system;
    },
    get timeline() {
      return found.timeline;
    },
    instantOf: (position) => marks.findLast((mark) => mark.position <= position)?.at ?? -Infinity,
    async ask() {
      const at = performance.now();
      const { rows: [row] } = await own.query<{ position: string; system: string; timeline: number; flushed: boolean; follows: boolean }>(ASK_PRIMARY).catch(() => ({ rows: [] }));
      const position = readPosition(row?.position);
      // What is visible before it is in the log has no position yet, and a database that follows another has none of its own.
      if (!row || position === undefined || !row.flushed || row.follows) return;
      // What positions meant before is of another history.
      if (found.timeline !== row.timeline) marks.length = 0;
      Object.assign(found, { system: row.system, timeline: row.timeline });
      marks.push({ at, position });
      while (marks.length > 2 && (marks[0]?.at ?? at) < at - 2 * mostLagMs) marks.shift();
    },
    stop: () => own.end(),
  };
}
