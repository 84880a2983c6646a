import { setTimeout as wait } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Pool } from 'pg';
import type { TxContext } from '../write/transaction.js';
import { safeError } from '../server/safe-error.js';
import { HandedBack } from './define-job.js';

/** Work that PostgreSQL keeps until it is done. */
export interface Queue {
  /** Adds items when the transaction commits. */
  enqueue(ctx: TxContext, queue: string, items: readonly object[]): Promise<void>;
  /** Begins to take items; each is handed out again until its handler ends well, up to a limit. */
  work(queue: string, handle: (item: never, attempt: number, last: boolean) => Promise<void>): Promise<void>;
  /** Is told items that were handed out as often as they may be, such as those whose worker died each time. */
  workOnGivenUp(handle: (item: never) => Promise<void>): Promise<void>;
  /** Looks now instead of at the next poll. */
  wake(): void;
  /** Aborted as soon as this process takes no more items. */
  readonly ending: AbortSignal;
  /** Takes no more items; those at hand are finished, or handed back when they stop at `ending` or take longer than 20 s. Items can be added on. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 20;

const RETRIES = 8;
const GIVEN_UP = 'kernel.given-up';
const QUEUE_OPTIONS = { retryLimit: RETRIES, retryDelay: 1, retryBackoff: true, retryDelayMax: 60, heartbeatSeconds: 10, expireInSeconds: 24 * 3600 - 1 };

/** Lays pg-boss's own tables and the queues; part of migrating. */
export async function installQueue(pool: Pool, queues: readonly string[]): Promise<void> {
  const boss = newBoss(pool, { migrate: true, createSchema: true });
  await boss.start();
  for (const queue of [...queues, GIVEN_UP]) await boss.createQueue(queue, QUEUE_OPTIONS);
  await boss.stop({ graceful: false });
}

export async function openQueue(pool: Pool, log: { warn(details: object, text: string): void }): Promise<Queue> {
  const boss = newBoss(pool, { migrate: false, createSchema: false });
  boss.on('error', (error: Error) => log.warn({ error: safeError(error) }, 'the job queue met a fault and goes on'));
  await boss.start();
  await boss.createQueue(GIVEN_UP, QUEUE_OPTIONS);
  const workers = new Map<string, string>();
  const held = new Map<string, { readonly queue: string; readonly id: string }>();
  const ending = new AbortController();
  let rested: Promise<void> | undefined;
  /** As if it had never been taken. */
  const handBack = async ({ queue, id }: { readonly queue: string; readonly id: string }, waitSeconds = 0): Promise<void> => {
    await pool.query("update pgboss.job set state = 'created', started_on = null, heartbeat_on = null, start_after = now() + make_interval(secs => $3) where name = $1 and id = $2 and state = 'active'", [queue, id, waitSeconds]);
  };
  const rest = async (): Promise<void> => {
    ending.abort();
    const left = [...workers.keys(), GIVEN_UP].map((queue) => boss.offWork(queue, { wait: false }));
    await Promise.allSettled(left);
    for (let waited = 0; held.size > 0 && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) await wait(LOOK_EVERY_MS);
    for (const item of held.values()) await handBack(item).catch((error: Error) => log.warn({ error: safeError(error), item: item.id }, 'an item could not be handed back; it is taken again when its heartbeat is missed'));
  };
  const wake = (): void => workers.forEach((id) => boss.notifyWorker(id));
  return {
    wake,
    async enqueue(ctx, queue, items) {
      await boss.insert(queue, items.map((data) => ({ data, ...QUEUE_OPTIONS, deadLetter: GIVEN_UP })) as never, { db: { executeSql: (text, values) => ctx.tx.query(text, values) } });
      ctx.tx.afterCommit(wake);
    },
    async work(queue, handle) {
      const id = await boss.work<object>(queue, { pollingIntervalSeconds: 0.5, includeMetadata: true, batchSize: 1 }, async ([job]) => {
        if (!job) return;
        held.set(job.id, { queue, id: job.id });
        try {
          await handle(job.data as never, job.retryCount + 1, job.retryCount >= RETRIES);
        } catch (error) {
          if (!(error instanceof HandedBack)) throw kept(error);
          await handBack({ queue, id: job.id }, error.waitSeconds);
        } finally {
          held.delete(job.id);
        }
      });
      workers.set(queue, id);
    },
    async workOnGivenUp(handle) {
      await boss.work<object>(GIVEN_UP, { pollingIntervalSeconds: 5, batchSize: 1 }, async ([job]) => {
        if (job) await handle(job.data as never);
      });
    },
    ending: ending.signal,
    rest: () => (rested ??= rest()),
    stop: async () => {
      await (rested ??= rest());
      await boss.stop({ graceful: true, timeout: 1_000 });
    },
  };
}

/** What the queue keeps of a failure beside the item: its kind. The log tells more; messages may hold values. */
function kept(error: unknown): Error {
  const { code, name } = error as { readonly code?: string; readonly name?: string };
  const safe = new Error(typeof code === 'string' ? code : (name ?? 'Error'));
  delete safe.stack;
  return safe;
}

function newBoss(pool: Pool, options: { readonly migrate: boolean; readonly createSchema: boolean }): PgBoss {
  return new PgBoss({
    ...options,
    schema: 'pgboss',
    db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    monitorVacuum: false,
    schedule: false,
    supervise: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
}
