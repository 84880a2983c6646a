import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLInt } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { Job } from '../../kernel/jobs/job.js';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../kernel/schema/scalars.js';
import { ErasureCase } from './erasure-case.js';

/** Why persons are erased. */
export enum ErasureKind {
  RETENTION = 'RETENTION',
  REQUEST = 'REQUEST',
}
registerEnumType(ErasureKind, {
  name: 'ErasureKind',
  description: 'Why persons are erased.',
  valuesConfig: { RETENTION: { description: 'Every period for which they were kept has ended.' }, REQUEST: { description: 'They asked for it, and nothing keeps them.' } },
});

/** How far an erasure is. */
export enum ErasureState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  DONE = 'DONE',
}
registerEnumType(ErasureState, {
  name: 'ErasureState',
  description: 'How far an erasure is.',
  valuesConfig: {
    PROPOSED: { description: 'The list is there; another person decides on it. Nothing was erased.' },
    APPROVED: { description: 'Is being done; `job` tells how far.' },
    REJECTED: { description: 'Was rejected. Nothing was erased.' },
    DONE: { description: 'Done, but for those who were held or busy by then.' },
  },
});

@Resource({
  description: 'An erasure of one or many persons: a list, proposed by one and decided on by another.',
  table: 'privacy.erasure_run',
  prefix: 'erasure',
  read: 'privacy.erasures.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'erasureRun',
  many: 'erasureRuns',
})
export class ErasureRun extends Versioned {
  @Field(() => ErasureKind, { description: 'Why.' })
  @Property({ type: 'text' })
  kind!: ErasureKind;

  @Field(() => ErasureState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ErasureState;

  @Field(() => LocalDate, { description: 'The day on which they were due.' })
  @Property({ type: 'date', fieldName: 'on_day' })
  onDay!: string;

  @Field(() => String, { description: 'Why, in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided on it: another person.' })
  @Property({ type: 'text', nullable: true, fieldName: 'decided_by' })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When that was.' })
  @Property({ type: 'timestamptz', nullable: true, fieldName: 'decided_at' })
  decidedAt!: string | null;

  @Field(() => Job, { nullable: true, description: 'The work in the background.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @Connection(() => ErasureCase, { mappedBy: 'run', description: 'Whom it is about.' })
  cases!: unknown;

  @SqlField(() => GraphQLInt, { description: 'How many are due and not erased yet.', sql: (t) => sql`(select count(*)::int from privacy.erasure_case c where c.run_id = ${t['id']} and c.state = 'DUE')` })
  due!: number;

  @SqlField(() => GraphQLInt, { description: 'How many were erased.', sql: (t) => sql`(select count(*)::int from privacy.erasure_case c where c.run_id = ${t['id']} and c.state = 'ERASED')` })
  erased!: number;

  @SqlField(() => GraphQLInt, { description: 'How many are left: on legal hold, or with something under way.', sql: (t) => sql`(select count(*)::int from privacy.erasure_case c where c.run_id = ${t['id']} and c.state in ('HELD', 'BUSY'))` })
  left!: number;
}
