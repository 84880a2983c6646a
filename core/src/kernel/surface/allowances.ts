import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { safeError } from '../server/safe-error.js';

/** A token bucket: how much it holds, and how fast it fills. */
export interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

/** What is taken, and from whose bucket. */
export interface Taking {
  /** `principal:…`, `address:…` */
  readonly of: string;
  readonly cost: number;
  readonly rate: Rate;
  /**
   * How much is reserved at once, so that most takings need no statement; nothing beyond what is taken where left out, for
   * what is counted exactly.
   */
  readonly block?: number;
}

/**
 * Rate limits by cost, shared by all processes through the database.
 *
 * A process reserves blocks and hands them out by itself. Within any `t` seconds nobody gets more than
 * `capacity + perSecond × t + processes × block`; with buckets that were full, at least that less two times the blocks.
 */
export interface Allowances {
  /** @returns seconds after which to try again; `undefined` where it is granted */
  take(takings: readonly Taking[]): Promise<number | undefined>;
  /** Gives back what was taken and need not be counted; whoever takes next at this process has it. */
  giveBack(takings: readonly Taking[]): void;
  /** The same as taking without asking the database: only whom it refused a moment ago is refused. */
  refused(of: string): number | undefined;
}

interface Local {
  left: number;
  refusedUntil: number;
  /** Takings of at least so much are refused till then. */
  refusedFrom: number;
  readonly waiting: Waiting[];
}

interface Waiting {
  readonly taking: Taking;
  readonly settle: (waitSeconds: number | undefined) => void;
}

const MOST_KNOWN = 20_000;
const SOONEST_SECONDS = 1;

export function allowances({ pool, log }: { readonly pool: Pool; readonly log: Logger }): Allowances {
  const known = new Map<string, Local>();
  let flushing: Promise<void> | undefined;

  const localOf = (of: string): Local => {
    const found = known.get(of);
    if (found) return found;
    if (known.size >= MOST_KNOWN) for (const [key, { waiting }] of known) if (waiting.length === 0) known.delete(key);
    const local: Local = { left: 0, refusedUntil: 0, refusedFrom: Infinity, waiting: [] };
    known.set(of, local);
    return local;
  };

  const flush = async (): Promise<void> => {
    // Whoever asks in the same turn of the event loop is asked for together.
    await new Promise((resolve) => setImmediate(resolve));
    flushing = undefined;
    const asked = [...known].filter(([, { waiting }]) => waiting.length > 0).map(([of, local]) => ({ local, of, waiting: local.waiting.splice(0) }));
    const granted = await reserve(pool, asked).catch((error: unknown) => {
      // Where the database doesn't answer, the requests will not be answered either.
      log.warn({ error: safeError(error) }, 'rate limits could not be asked for');
      return undefined;
    });
    for (const { local, of, waiting } of asked) settleAll(local, waiting, granted ? granted.get(keyOf(of)) : { taken: Infinity, wait: 0 });
  };

  const takeOne = (taking: Taking): Promise<number | undefined> | number | undefined => {
    const local = localOf(taking.of);
    const refused = refusal(local, taking.cost);
    if (refused !== undefined) return refused;
    if (local.waiting.length === 0 && local.left >= taking.cost) {
      local.left -= taking.cost;
      return undefined;
    }
    return new Promise((settle) => {
      local.waiting.push({ taking, settle });
      flushing ??= flush();
    });
  };

  const giveBack = (takings: readonly Taking[]): void => takings.forEach(({ of, cost }) => void (localOf(of).left += cost));
  return {
    giveBack,
    refused: (of) => {
      const local = known.get(of);
      return local && refusal(local, 0);
    },
    async take(takings) {
      const waits = await Promise.all(takings.map(takeOne));
      const longest = Math.max(...waits.map((wait) => wait ?? 0));
      if (longest === 0) return undefined;
      // What was granted by one bucket and refused by another is not used.
      giveBack(takings.filter((_taking, index) => waits[index] === undefined));
      return Math.max(SOONEST_SECONDS, Math.ceil(longest));
    },
  };
}

/** Refused a moment ago, it is refused again without asking: a flood of what is refused costs the database nothing. */
function refusal(local: Local, cost: number): number | undefined {
  const seconds = (local.refusedUntil - performance.now()) / 1_000;
  return seconds > 0 && (cost === 0 || cost >= local.refusedFrom) ? seconds : undefined;
}

function settleAll(local: Local, waiting: readonly Waiting[], granted: { readonly taken: number; readonly wait: number } | undefined): void {
  const { taken, wait } = granted ?? { taken: 0, wait: SOONEST_SECONDS };
  let left = local.left + taken;
  for (const { taking, settle } of waiting) {
    if (left >= taking.cost) {
      left -= taking.cost;
      settle(undefined);
      continue;
    }
    const seconds = Math.max(wait, (taking.cost - left) / taking.rate.perSecond);
    local.refusedUntil = performance.now() + Math.min(seconds, SOONEST_SECONDS) * 1_000;
    local.refusedFrom = taking.cost;
    settle(seconds);
  }
  local.left = Number.isFinite(left) ? left : 0;
}

interface Asked {
  readonly of: string;
  readonly local: Local;
  readonly waiting: readonly Waiting[];
}

async function reserve(pool: Pool, asked: readonly Asked[]): Promise<ReadonlyMap<string, { readonly taken: number; readonly wait: number }>> {
  const wanted = asked.flatMap(({ of, local, waiting }) => {
    const [first] = waiting;
    if (!first) return [];
    const costs = waiting.map(({ taking }) => taking.cost);
    const { rate, block = 0 } = first.taking;
    const sum = costs.reduce((total, cost) => total + cost, 0) - local.left;
    return [{ key: keyOf(of), want: Math.max(sum, block), least: Math.min(...costs) - local.left, rate }];
  });
  const columns = [wanted.map(({ key }) => key), wanted.map(({ want }) => want), wanted.map(({ least }) => least), wanted.map(({ rate }) => rate.capacity), wanted.map(({ rate }) => rate.perSecond)];
  const { rows } = await pool.query<{ key: string; taken: number; wait: number }>({
    name: 'kinga-allowance', text: 'select taken_key as key, taken, wait_seconds as wait from kernel.take_allowance($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::float8[])', values: columns,
  });
  return new Map(rows.map((row) => [row.key, row]));
}

/** What the database keeps tells nobody's name or address by itself. */
function keyOf(of: string): string {
  return createHash('sha256').update(`kinga allowance ${of}`).digest('base64url').slice(0, 32);
}
