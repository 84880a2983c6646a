import { readRows } from '../read/read-rows.js';
import { DELIVERIES, type Delivery } from '../events/publish.js';
import type { Platform } from '../platform.js';
import { HandedBack, type JobControl } from './define-job.js';
import { safeError } from '../server/safe-error.js';
import { JOBS, type JobTurn } from './start-job.js';
import { checkStarter, type KnownStarter, type Starter } from './still-may.js';

/** Begins to work on jobs and on deliveries of events. */
export async function startWorkers(platform: Platform): Promise<void> {
  await platform.queue.work(JOBS, (turn: JobTurn, _attempt, last) => runJob(platform, turn, last));
  await platform.queue.work(DELIVERIES, (delivery: Delivery) => counted(platform, delivery));
  await platform.queue.workOnGivenUp((item: JobTurn | Delivery) => giveUp(platform, item));
}

interface JobRow {
  readonly name: string;
  readonly input: unknown;
  readonly actor: Starter;
  readonly today: string;
  readonly young: boolean;
}

async function runJob(platform: Platform, { job: id }: JobTurn, last: boolean): Promise<void> {
  const { rows } = await platform.pool.query<JobRow>(
    `update kernel.job set state = 'RUNNING', attempts = attempts + 1, version = version + 1, updated_at = now()
     where id = $1 and state in ('QUEUED', 'RUNNING') returning name, input, actor, today::text, created_at > now() - interval '1 hour' as young`, [id],
  );
  const row = rows[0];
  if (!row) return;
  const ctx = platform.context({ actor: { ...platform.actorOf(row.actor), starter: known(row.actor) }, today: row.today, requestId: id, operation: row.name });
  try {
    const definition = platform.jobs.get(row.name);
    if (!definition) throw unknownHere(`does ${row.name}`, row.young);
    await checkStarter(platform, row.actor);
    const result = await definition.run(ctx, row.input, control(platform, id, row.actor));
    await platform.pool.query(
      `update kernel.job set state = 'DONE', done = greatest(done, total, 1), total = greatest(done, total, 1), result = $2, message = null, version = version + 1, updated_at = now() where id = $1`, [id, JSON.stringify(result)],
    );
    platform.telemetry.metrics.jobs.inc({ outcome: 'done' });
  } catch (error) {
    platform.telemetry.metrics.jobs.inc({ outcome: error instanceof HandedBack ? 'handed-back' : isFinal(error) ? 'refused' : last ? 'given-up' : 'failed' });
    if (error instanceof HandedBack) {
      await handBack(platform, id);
      throw error;
    }
    platform.log.error({ job: id, name: row.name, error: safeError(error) }, 'a job failed');
    if (last || isFinal(error)) {
      await platform.pool.query(
        `update kernel.job set state = 'FAILED', problem = $2, version = version + 1, updated_at = now() where id = $1 and state <> 'DONE'`, [id, isFinal(error) ? (error as Error).message : 'It met a fault of the platform; the log tells more under the id of the job.'],
      );
      return;
    }
    throw error;
  }
}

/** While a new version takes over, the old one is given work that only the new one knows: it leaves it, for as long as that may take. */
function unknownHere(does: string, young: boolean): Error {
  const why = `no module of this deployment ${does}`;
  return young ? new HandedBack(why, LEFT_SECONDS) : new Error(why);
}

const LEFT_SECONDS = 2;

/** What a job that this one starts keeps too. */
function known({ user, byGrants }: Starter): KnownStarter {
  return { ...(user !== undefined && { user }), ...(byGrants !== undefined && { byGrants }) };
}

/** It waits for another process, and this try does not count. */
async function handBack(platform: Platform, id: string): Promise<void> {
  await platform.pool.query(
    `update kernel.job set state = 'QUEUED', attempts = attempts - 1, version = version + 1, updated_at = now() where id = $1 and state = 'RUNNING'`, [id],
  );
}

/** Refusals don't go away by trying again. */
function isFinal(error: unknown): boolean {
  return Array.isArray((error as { readonly refusals?: unknown }).refusals);
}

function control(platform: Platform, id: string, starter: Starter): JobControl {
  return {
    async progress(done, total, message) {
      await platform.pool.query(
        'update kernel.job set done = $2, total = $3, message = $4, version = version + 1, updated_at = now() where id = $1', [id, done, total, message ?? null],
      );
      if (platform.queue.ending.aborted) throw new HandedBack();
      await checkStarter(platform, starter);
    },
  };
}

/** What nobody could finish: each worker died over it, or a handler failed each time. */
async function giveUp(platform: Platform, item: JobTurn | Delivery): Promise<void> {
  platform.log.error(item, 'given up');
  platform.telemetry.metrics['job' in item ? 'jobs' : 'deliveries'].inc({ outcome: 'given-up' });
  if (!('job' in item)) return;
  await platform.pool.query(
    `update kernel.job set state = 'FAILED', problem = 'Each worker that took it died before its end.', version = version + 1, updated_at = now()
     where id = $1 and state in ('QUEUED', 'RUNNING')`, [item.job],
  );
}

async function counted(platform: Platform, delivery: Delivery): Promise<void> {
  const { deliveries } = platform.telemetry.metrics;
  try {
    await deliver(platform, delivery);
    deliveries.inc({ outcome: 'done' });
  } catch (error) {
    deliveries.inc({ outcome: error instanceof HandedBack ? 'handed-back' : 'failed' });
    if (!(error instanceof HandedBack)) platform.log.error({ ...delivery, error: safeError(error) }, 'a delivery failed');
    throw error;
  }
}

async function deliver(platform: Platform, { event: id, handler: name }: Delivery): Promise<void> {
  const { rows } = await readRows<{ name: string; payload: unknown; actor: string; today: string; young: boolean }>(
    platform.context({ actor: platform.system() }), "select name, payload, actor, today::text, occurred_at > now() - interval '1 hour' as young from kernel.event where id = $1", [id],
  );
  const event = rows[0];
  if (!event) throw new Error(`event ${id} is gone`);
  const handler = platform.handlersOf(event.name).find((candidate) => candidate.name === name);
  if (!handler) throw unknownHere(`has the handler ${name}`, event.young);
  await handler.handle(platform.context({ actor: platform.system(event.actor), today: event.today, requestId: id, operation: name }), event.payload);
}
