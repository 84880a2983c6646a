import { PgBoss } from 'pg-boss';
import type { Pool } from 'pg';
import type { TxContext } from '../write/transaction.js';

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
  stop(): Promise<void>;
}

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
  boss.on('error', (error: Error) => log.warn({ error: error.message }, 'the job queue met a fault and goes on'));
  await boss.start();
  await boss.createQueue(GIVEN_UP, QUEUE_OPTIONS);
  const workers = new Map<string, string>();
  const wake = (): void => workers.forEach((id) => boss.notifyWorker(id));
  return {
    wake,
    async enqueue(ctx, queue, items) {
      await boss.insert(queue, items.map((data) => ({ data, ...QUEUE_OPTIONS, deadLetter: GIVEN_UP })) as never, { db: { executeSql: (text, values) => ctx.tx.query(text, values) } });
      ctx.tx.afterCommit(wake);
    },
    async work(queue, handle) {
      const id = await boss.work<object>(queue, { pollingIntervalSeconds: 0.5, includeMetadata: true, batchSize: 1 }, async ([job]) => {
        if (job) await handle(job.data as never, job.retryCount + 1, job.retryCount >= RETRIES);
      });
      workers.set(queue, id);
    },
    async workOnGivenUp(handle) {
      await boss.work<object>(GIVEN_UP, { pollingIntervalSeconds: 5, batchSize: 1 }, async ([job]) => {
        if (job) await handle(job.data as never);
      });
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
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
