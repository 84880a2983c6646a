import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, registerEnumType } from 'type-graphql';
import { fromContext, sql, trusted } from '../read/sql.js';
import { Versioned } from '../schema/node.js';
import { Resource, underAnyLimit } from '../schema/resource.js';

/** How far a job is. */
export enum JobState {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
}
registerEnumType(JobState, {
  name: 'JobState',
  description: 'How far a job is.',
  valuesConfig: {
    QUEUED: { description: 'Waits for a worker.' },
    RUNNING: { description: 'A worker is at it; one that dies is followed by another.' },
    DONE: { description: 'Finished.' },
    FAILED: { description: 'Given up; `problem` says why.' },
  },
});

@Resource({
  description: 'Long work that goes on after the answer; query it or subscribe to it.',
  table: 'kernel.job',
  prefix: 'job',
  read: 'kernel.jobs.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'job',
  many: 'jobs',
  // What a job says of its work may name anybody; whoever has limits sees their own.
  scope: underAnyLimit(({ id }) => sql`exists (select from kernel.job own where own.id = ${id ?? trusted('null')} and own.actor ->> 'id' = ${fromContext((ctx) => ctx.actor.id, 'text')})`),
})
export class Job extends Versioned {
  @Field(() => String, { description: 'What is done, `<module>.<what>`.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => JobState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: JobState;

  @Field(() => Int, { description: 'Steps done, of `total`; all of them once it is `DONE`.' })
  @Property({ type: 'integer' })
  done!: number;

  @Field(() => Int, { description: 'Steps in all; 0 until known. What tells no steps has one.' })
  @Property({ type: 'integer' })
  total!: number;

  @Field(() => String, { nullable: true, description: 'What it is at, in words.' })
  @Property({ type: 'text', nullable: true })
  message!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;
}
