import {
  byProgramme, Connection, Decimal, Field, GraphQLInt, Int, Job, LocalDate, ManyToOne, Programme, Property, registerEnumType, Resource, sql, SqlField, Versioned, type Rel,
} from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';
import { PensionAwardStep } from '../awards/award-step.js';

export enum IndexationState {
  SIMULATING = 'SIMULATING',
  SIMULATED = 'SIMULATED',
  APPLYING = 'APPLYING',
  DONE = 'DONE',
  REJECTED = 'REJECTED',
}
registerEnumType(IndexationState, {
  name: 'PensionIndexationState',
  description: 'How far an indexation is.',
  valuesConfig: {
    SIMULATING: { description: 'Is being tried on the pensions that there are.' },
    SIMULATED: { description: 'Was tried; no pension is other before another person approves it.' },
    APPLYING: { description: 'Was approved, and is applied.' },
    DONE: { description: 'Was applied to every pension that it raises.' },
    REJECTED: { description: 'Was rejected: every pension stays as it was.' },
  },
});

export enum IndexationRounding {
  HALF_UP = 'HALF_UP',
  HALF_EVEN = 'HALF_EVEN',
  UP = 'UP',
  DOWN = 'DOWN',
}
registerEnumType(IndexationRounding, {
  name: 'PensionIndexationRounding',
  description: 'How a raised pension is rounded. No pension is less for it than it was.',
  valuesConfig: {
    HALF_UP: { description: 'To the nearest multiple, halves up.' },
    HALF_EVEN: { description: 'To the nearest multiple, halves to the even one.' },
    UP: { description: 'Up to the next multiple.' },
    DOWN: { description: 'Down to the next multiple.' },
  },
});

@Resource({
  description: 'That the pensions of a scheme are raised from a day on.',
  table: 'pensions.indexation',
  prefix: 'indexation',
  read: 'pensions.indexations.read',
  privacy: { sensitivity: 'internal', purpose: 'social-insurance' },
  one: 'pensionIndexation',
  many: 'pensionIndexations',
  scope: byProgramme('programme'),
  seenWith: ['programme'],
  maker: 'askedBy',
})
export class PensionIndexation extends Versioned {
  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => String, { description: 'Its code, unique in the scheme.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => LocalDate, { description: 'From which day on. It raises pensions that began before that day and did not end before it.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Field(() => Decimal, { description: 'By how many percent.' })
  @Property({ type: 'numeric' })
  percent!: string;

  @Field(() => Decimal, { description: 'By how much beside, the same for all, a month.' })
  @Property({ type: 'numeric' })
  flat!: string;

  @Field(() => Decimal, { nullable: true, description: 'By how much at least, a month.' })
  @Property({ type: 'numeric', fieldName: 'least_raise', nullable: true })
  leastRaise!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'By how much at most, a month.' })
  @Property({ type: 'numeric', fieldName: 'most_raise', nullable: true })
  mostRaise!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What a pension is worth at least afterwards.' })
  @Property({ type: 'numeric', fieldName: 'least_pension', nullable: true })
  leastPension!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Up to what a pension is raised; one that is worth more stays as it is.' })
  @Property({ type: 'numeric', fieldName: 'most_pension', nullable: true })
  mostPension!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'To multiples of what a raised pension is rounded; null where of the minor unit of the currency.' })
  @Property({ type: 'numeric', fieldName: 'rounding_step', nullable: true })
  roundingStep!: string | null;

  @Field(() => IndexationRounding, { nullable: true, description: 'How it is rounded to them; null where halves go up.' })
  @Property({ type: 'text', fieldName: 'rounding_mode', nullable: true })
  rounding!: IndexationRounding | null;

  @Field(() => [AwardKind], { nullable: true, description: 'Pensions of which kinds; null where of all.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  kinds!: AwardKind[] | null;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => IndexationState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: IndexationState;

  @Field(() => Int, { description: 'How many pensions the simulation found to be raised.' })
  @Property({ type: 'integer' })
  awards!: number;

  @Property({ type: 'numeric', fieldName: 'worth_before' })
  before!: string;

  @Property({ type: 'numeric', fieldName: 'worth_after' })
  after!: string;

  @SqlField(() => Decimal, { description: 'What they are worth a month together before it, as the simulation found, in the currency of the scheme.', sql: (t) => sql`${t['before']}` })
  worthBefore!: string;

  @SqlField(() => Decimal, { description: 'What they are worth a month together after it.', sql: (t) => sql`${t['after']}` })
  worthAfter!: string;

  @SqlField(() => Decimal, { description: 'What it costs a month: the difference.', sql: (t) => sql`(${t['after']} - ${t['before']})` })
  monthlyCost!: string;

  @SqlField(() => GraphQLInt, { description: 'To how many pensions it was applied so far, those that were granted later included.', sql: (t) => sql`(select count(distinct s.award_id)::int from pensions.award_step s where s.indexation_id = ${t['id']})` })
  applied!: number;

  @Field(() => String, { description: 'Who asked for it.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided on it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  @ManyToOne(() => Job, { nullable: true, fieldName: 'job_id', type: 'uuid' })
  job!: Rel<Job> | null;

  @Connection(() => PensionAwardStep, { mappedBy: 'indexation', permission: 'pensions.awards.read', description: 'The steps that it made.' })
  steps!: unknown;
}
