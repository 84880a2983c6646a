import { Arg, Ctx, Field, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { duplicatesRunning } from './refusals.js';
import { finishRun } from './run.js';

/** Whom a search for duplicates looks at. */
export enum DuplicatesAmong {
  EVERYBODY = 'EVERYBODY',
  CHANGED = 'CHANGED',
}
registerEnumType(DuplicatesAmong, {
  name: 'DuplicatesAmong',
  description: 'Whom a search for duplicates looks at.',
  valuesConfig: {
    EVERYBODY: { description: 'Everybody is compared with everybody, and the weights are estimated anew.' },
    CHANGED: { description: 'Those who were registered or changed since the last search are compared with everybody, by the weights of that search. Everybody where there was none.' },
  },
});

@InputType({ description: 'Whom to compare.' })
export class DuplicatesFindInput extends IdempotentInput {
  @Field(() => DuplicatesAmong, { description: 'Everybody, or those who are new or changed.' })
  among!: DuplicatesAmong;
}

@ObjectType({ description: 'Answer of `duplicatesFind`.' })
export class DuplicatesFindPayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

/** Compares persons and proposes pairs; see docs/decisions. */
export const findDuplicates = defineJob<{ readonly run: string }>({
  name: 'matching.find-duplicates',
  description: 'Finds persons who may be the same',
  run: (ctx, { run }, job) => finishRun(ctx, run, job),
});

/** Starts a search; one at a time, since it works on tables of its own. */
export async function startRun(ctx: TxContext, among: DuplicatesAmong): Promise<{ readonly id: string }> {
  await ctx.tx.query('lock table matching.duplicate_run in share row exclusive mode');
  const { rows } = await ctx.tx.query<{ id: string; job_id: string; state: string }>(
    'select r.id, r.job_id, j.state from matching.duplicate_run r join kernel.job j on j.id = r.job_id where r.finished_at is null', [],
  );
  const [other] = rows;
  if (other && other.state !== 'FAILED') refuse(duplicatesRunning('', { job: encodeId('job', other.job_id) }));
  if (other) await ctx.tx.query('delete from matching.duplicate_run where id = $1', [other.id]);
  const id = uuidv7();
  const job = await startJob(ctx, findDuplicates, { run: id });
  await ctx.tx.query(
    `insert into matching.duplicate_run (id, job_id, places, since, weights)
     select $1, $2, $3, last.created_at, last.weights from (select) one left join lateral (
       select created_at, weights from matching.duplicate_run where $4 and finished_at is not null and places is not distinct from $3::text[] order by created_at desc limit 1) last on true`,
    [id, job.id, ctx.actor.places, among === DuplicatesAmong.CHANGED],
  );
  return job;
}

@Resolver()
export class FindDuplicates {
  @Mutation(() => DuplicatesFindPayload, { description: 'Searches the registry, within your places, for persons who may be the same. Answers with a job; what it finds is in `duplicateCandidates`.' })
  @Requires('matching.duplicates.find')
  duplicatesFind(@Arg('input', () => DuplicatesFindInput, { description: 'Whom to compare.' }) input: DuplicatesFindInput, @Ctx() ctx: Context): Promise<DuplicatesFindPayload> {
    return write<DuplicatesFindPayload, DuplicatesFindInput>(ctx, { operation: 'duplicatesFind', input }, async (tx, { among }) => ({ job: await startRun(tx, among) }));
  }
}
