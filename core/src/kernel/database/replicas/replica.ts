import type pg from 'pg';
import { cancellable, hurried } from '../cancellation.js';
import { errorCode } from '../errors.js';
import { preparedName } from '../prepared.js';
import { readPosition, type Position } from './position.js';
import { again, ownConnection, type Primary } from './watch.js';

/** A server that follows the primary and answers reads. */
export interface Replica {
  /** What it has replayed, as far as this process knows; nothing while it can't be used. */
  readonly position: Position | undefined;
  /** Milliseconds since an instant of which it holds everything. */
  readonly lagMs: number;
  /** Sends a planned read; undefined where it gave no answer, or none that may be taken. */
  read(text: string, values: readonly unknown[]): Promise<ReadThere | undefined>;
  stop(): Promise<void>;
}

export interface ReadThere {
  readonly j: string | null;
  /** Everything that the answer shows lies before it. */
  readonly at: string;
}

/** Longest that an answer of a replica is waited for before the primary is asked. */
const PATIENCE_MS = 2_000;

const ASK = `select kernel.wal_position()::text as position, pg_is_in_recovery() as follows, extract(epoch from pg_postmaster_start_time())::text as server,
  (select system_identifier from pg_control_system())::text as system, (select timeline_id from pg_control_checkpoint()) as timeline`;

const STRANGER = 'An address of KINGA_REPLICA_URLS is no replica of this database: nothing is read there.';
const BEHIND_A_FAILOVER = 'A replica is not known to follow the primary that there is now: nothing is read there. One that follows it says so with its next restartpoint (checkpoint_timeout); one that follows the primary before must be stopped.';

interface Known {
  /** Tells this server process from the next at the same address, which may have less. */
  readonly server: string;
  readonly position: Position;
}

/**
 * Watches a replica. Its position is always one that was asked for before the read that relies on it: within one statement the
 * position is that of an instant after its snapshot, and says too much.
 */
export function watchReplica(pool: pg.Pool, primary: Primary, log: (message: string) => void): Replica {
  const reads = cancellable(pool);
  const own = ownConnection(pool);
  const waiting = new Set<() => void>();
  let known: Known | undefined;
  let said: string | undefined;
  const say = (message: string | undefined): void => {
    if (message !== said && message !== undefined) log(message);
    said = message;
  };
  const learn = (server: string, position: Position): void => {
    known = known?.server === server && known.position > position ? known : { server, position };
  };
  const forget = (): void => {
    known = undefined;
    waiting.forEach((giveUp) => giveUp());
  };
  const loop = again(async () => {
    const { rows: [row] } = await own.query<{ position: string; follows: boolean; server: string; system: string; timeline: number }>(ASK).catch(() => ({ rows: [] }));
    const position = readPosition(row?.position);
    const related = row && position !== undefined && row.follows && row.system === primary.system;
    const follows = related && row.timeline === primary.timeline;
    if (follows) learn(row.server, position);
    else forget();
    if (row && primary.system !== undefined) say(follows ? undefined : related ? BEHIND_A_FAILOVER : STRANGER);
  });
  /** The answer, unless it is not there in time or its server is gone. */
  const inTime = (answer: Promise<ReadThere | undefined>): Promise<ReadThere | undefined> => new Promise((settle) => {
    const end = (row?: ReadThere): void => {
      clearTimeout(late);
      waiting.delete(end);
      settle(row);
    };
    const late = setTimeout(end, PATIENCE_MS);
    waiting.add(end);
    void answer.then(end);
  });
  return {
    get position() {
      return known?.position;
    },
    get lagMs() {
      return known ? performance.now() - primary.instantOf(known.position) : Infinity;
    },
    async read(text, values) {
      const asked = known?.server;
      if (asked === undefined) return undefined;
      const guarded = `select "~there".j, kernel.wal_position()::text as at from (${text}) "~there" where pg_is_in_recovery() and extract(epoch from pg_postmaster_start_time())::text = $${values.length + 1}`;
      const row = await inTime(hurried(PATIENCE_MS, () => reads.query<ReadThere>({ ...preparedName(guarded), text: guarded, values: [...values, asked] })).then(({ rows }) => rows[0], (error: unknown) => {
        say(`A replica refused a read, which the primary answers: ${errorCode(error) ?? 'the connection broke'}.`);
        return undefined;
      }));
      const position = readPosition(row?.at);
      if (position !== undefined && known?.server === asked) learn(asked, position);
      return row;
    },
    stop: async () => {
      await loop.stop();
      forget();
      await own.end();
    },
  };
}
