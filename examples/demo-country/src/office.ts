import { setTimeout as wait } from 'node:timers/promises';
import { mutate, type Context, type Platform, type Progress } from '@kinga/plugin-sdk';
import { JOB } from './leap-operations.js';

/** Two persons, maker and checker, on one day, and how long work is waited for. */
export interface Office {
  readonly officer: Context;
  readonly approver: Context;
  readonly today: string;
  readonly progress: Progress;
  /** Waits for a job as a client does: by asking for it. */
  readonly finished: (job: { readonly id: string }) => Promise<void>;
}

export function office(platform: Platform, today: string, progress: Progress): Office {
  const of = (id: string, role: string): Context => platform.context({ actor: platform.actorOf({ id, roles: [role], places: null }), today });
  const officer = of('officer@example.org', 'officer');
  return { officer, approver: of('approver@example.org', 'approver'), today, progress, finished: (job) => finished(officer, job.id, progress) };
}

async function finished(ctx: Context, id: string, progress: Progress): Promise<void> {
  for (;;) {
    const { job } = await mutate<{ job: { state: string; done: number; total: number; message: string | null; problem: string | null } }>(ctx, JOB, { id });
    if (job.state === 'DONE') return;
    if (job.state === 'FAILED') throw new Error(`job ${id} failed: ${job.problem ?? 'it does not say why'}`);
    if (job.total > 0) progress.step(`${job.done} of ${job.total}${job.message ? `, ${job.message}` : ''}`);
    await wait(200);
  }
}
