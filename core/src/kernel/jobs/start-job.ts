import { v7 as uuidv7 } from 'uuid';
import { scopeOf } from '../access/scope.js';
import type { TxContext } from '../write/transaction.js';
import type { JobDefinition } from './define-job.js';
import { starterOf, type Starter } from './still-may.js';

export const JOBS = 'kernel.jobs';

/** A job's turn, as the queue carries it. */
export interface JobTurn {
  readonly job: string;
}

/**
 * Starts long work when the transaction commits.
 *
 * @returns the job by UUID, for a payload's `job` field
 */
export async function startJob<T>(ctx: TxContext, job: JobDefinition<T>, input: T): Promise<{ readonly id: string }> {
  const id = uuidv7();
  const actor = { id: ctx.actor.id, roles: ctx.actor.roles, permissions: [...ctx.actor.permissions], ...scopeOf(ctx.actor), ...starterOf(ctx.actor) } satisfies Starter;
  await ctx.tx.query('insert into kernel.job (id, name, input, actor, today) values ($1, $2, $3, $4, $5)', [
    id, job.name, JSON.stringify(input), JSON.stringify(actor), ctx.today,
  ]);
  await ctx.platform.queue.enqueue(ctx, JOBS, [{ job: id } satisfies JobTurn]);
  return { id };
}
