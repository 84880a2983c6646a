import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLInt } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { Job } from '../../kernel/jobs/job.js';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { byProgramme } from '../../people/scope.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { BenefitPeriod } from './benefit-period.js';
import { Determination } from './determination.js';
import { ofEnrolmentIfAny } from './of-enrolment-if-any.js';
import { RedeterminationDue } from './redetermination-due.js';

export enum DeterminationRunKind {
  FIRST = 'FIRST',
  AGAIN = 'AGAIN',
}
registerEnumType(DeterminationRunKind, {
  name: 'DeterminationRunKind',
  description: 'What a run of determinations is.',
  valuesConfig: { FIRST: { description: 'Of a period, for the first time.' }, AGAIN: { description: 'Of all periods from a day on, since facts or rules have changed.' } },
});

export enum DeterminationRunState {
  COMPUTING = 'COMPUTING',
  PREVIEW = 'PREVIEW',
  APPROVED = 'APPROVED',
  DONE = 'DONE',
  REJECTED = 'REJECTED',
  NOTHING = 'NOTHING',
}
registerEnumType(DeterminationRunState, {
  name: 'DeterminationRunState',
  description: 'How far a run of determinations is.',
  valuesConfig: {
    COMPUTING: { description: 'Is being worked out.' },
    PREVIEW: { description: 'Is worked out; nothing is owed by it before another person approves it.' },
    APPROVED: { description: 'Is approved, and becomes entitlements and overpayments.' },
    DONE: { description: 'Became entitlements and overpayments.' },
    REJECTED: { description: 'Was rejected: what is owed stays as it was.' },
    NOTHING: { description: 'Looked into what had changed and found nothing to be owed otherwise: there is nothing to approve.' },
  },
});

@Resource({
  description: 'One look at what a programme owes: of a period for the first time, or of all periods from a day on, again.',
  table: 'programmes.determination_run',
  prefix: 'determination_run',
  read: 'programmes.entitlements.read',
  privacy: { sensitivity: 'internal', purpose: 'assistance' },
  one: 'determinationRun',
  many: 'determinationRuns',
  scope: { ...byProgramme('programme'), places: ofEnrolmentIfAny },
  seenWith: ['programme', 'period'],
})
export class DeterminationRun extends Versioned {
  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => DeterminationRunKind, { description: 'For the first time, or again.' })
  @Property({ type: 'text' })
  kind!: DeterminationRunKind;

  @Field(() => BenefitPeriod, { nullable: true, description: 'Which period, where it is the first time.' })
  @ManyToOne(() => BenefitPeriod, { nullable: true, fieldName: 'period_id', type: 'uuid' })
  period!: Rel<BenefitPeriod> | null;

  @Field(() => Enrolment, { nullable: true, description: 'Of which enrolment alone; null where of all.' })
  @ManyToOne(() => Enrolment, { nullable: true, fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment> | null;

  @Field(() => LocalDate, { description: 'Periods that end on this day or later are looked at.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  fromDay!: string;

  @Field(() => String, { nullable: true, description: 'What has changed.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => DeterminationRunState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: DeterminationRunState;

  @Field(() => String, { description: 'Who asked for it.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'decided_by' })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was approved or rejected.' })
  @Property({ type: 'date', nullable: true, fieldName: 'decided_on' })
  decidedOn!: string | null;

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @SqlField(() => GraphQLInt, { description: 'How many enrolments it finds something else to be owed to.', sql: (t) => sql`(select count(distinct d.enrolment_id)::int from programmes.determination d where d.run_id = ${t['id']} and d.amount <> d.owed_before)` })
  changed!: number;

  @SqlField(() => Decimal, { description: 'How much more is owed by it in all, in the currency of the programme.', sql: (t) => sql`(select coalesce(sum(d.amount - d.owed_before) filter (where d.amount > d.owed_before), 0) from programmes.determination d where d.run_id = ${t['id']})` })
  more!: string;

  @SqlField(() => Decimal, { description: 'How much less is owed by it in all, in the currency of the programme.', sql: (t) => sql`(select coalesce(sum(d.owed_before - d.amount) filter (where d.amount < d.owed_before), 0) from programmes.determination d where d.run_id = ${t['id']})` })
  less!: string;

  @Connection(() => Determination, { mappedBy: 'run', description: 'What it finds: of a first time what is owed, again what is owed otherwise than it was.' })
  determinations!: unknown;

  @Connection(() => RedeterminationDue, { mappedBy: 'run', description: 'What had changed, where it looks into what was noted: those enrolments alone, unless it is of the whole programme.' })
  noted!: unknown;
}
