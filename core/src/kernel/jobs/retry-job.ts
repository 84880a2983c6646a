import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { isEverywhere } from '../access/scope.js';
import type { Context } from '../context.js';
import { Ref } from '../schema/input-fields.js';
import { Requires } from '../schema/permission.js';
import { IdempotentInput } from '../write/idempotent-input.js';
import { conflict, notFound, refuse } from '../write/refusal.js';
import { Payload } from '../write/user-error.js';
import { write } from '../write/write.js';
import { Job } from './job.js';
import { JOBS, type JobTurn } from './start-job.js';

/** No such job. */
export const jobNotFound = notFound('JOB_NOT_FOUND', 'There is no such job.', 'Look for it among jobs.');
/** It has not been given up. */
export const jobNotFailed = conflict('JOB_NOT_FAILED', 'This job is {state}; only what has FAILED is tried again.', 'Wait for it, or look at what it has done.');

@InputType({ description: 'A job that was given up.' })
export class JobRetryInput extends IdempotentInput {
  @Ref(() => Job, { description: 'Which job.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `jobRetry`.' })
export class JobRetryPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The job, which waits for a worker again.' })
  job?: { readonly id: string };
}

@Resolver()
export class RetryJob {
  @Mutation(() => JobRetryPayload, { description: 'Tries a job that was given up once more, as whoever started it and on its day: it goes on from what it has done.' })
  @Requires('kernel.jobs.retry')
  jobRetry(@Arg('input', () => JobRetryInput, { description: 'Which.' }) input: JobRetryInput, @Ctx() ctx: Context): Promise<JobRetryPayload> {
    return write<JobRetryPayload, JobRetryInput>(ctx, { operation: 'jobRetry', input }, async (tx, { id }) => {
      const { rows } = await tx.tx.query<{ state: string }>("select state from kernel.job where id = $1 and ($2 or actor ->> 'id' = $3) for update", [id, isEverywhere(tx.actor), tx.actor.id]);
      const [found] = rows;
      if (!found) return refuse(jobNotFound('id'));
      if (found.state !== 'FAILED') return refuse(jobNotFailed('id', { state: found.state }));
      await tx.tx.query("update kernel.job set state = 'QUEUED', problem = null, attempts = 0, version = version + 1, updated_at = now() where id = $1", [id]);
      await tx.platform.queue.enqueue(tx, JOBS, [{ job: id } satisfies JobTurn]);
      return { job: { id } };
    });
  }
}
