import {
  byPerson, byProgramme, Connection, Decimal, Decision, Enrolment, Field, GraphQLString, LocalDate, ManyToOne, Person, Programme, Property, Resource, sql, SqlField, today, trusted, Versioned,
  type Rel,
} from '@kinga/plugin-sdk';
import { AwardKind } from './award-kind.js';
import { PensionRevision } from './revision.js';
import { SurvivorCase } from '../survivors/survivor-case.js';
import { PensionAwardStep } from './award-step.js';

@Resource({
  description: 'A pension that was granted. What it is worth stands in its steps; it is paid by the periods of its programme.',
  table: 'pensions.award',
  prefix: 'award',
  read: 'pensions.awards.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'pensionAward',
  many: 'pensionAwards',
  scope: { ...byPerson('person'), ...byProgramme('programme') },
  seenWith: ['programme'],
})
export class PensionAward extends Versioned {
  @Field(() => Programme, { description: 'By which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'To whom.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Enrolment, { nullable: true, description: 'The enrolment by which it is paid: its entitlements and determinations.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => AwardKind, { description: 'Why they have it.' })
  @Property({ type: 'text' })
  kind!: AwardKind;

  @Field(() => LocalDate, { description: 'First day for which it is due.' })
  @Property({ type: 'date', fieldName: 'from_day' })
  from!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Last day for which it is due; null while it goes on.' })
  @Property({ type: 'date', fieldName: 'last_day', nullable: true })
  lastDay!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ends, as a code.' })
  @Property({ type: 'text', fieldName: 'ended_because', nullable: true })
  endedBecause!: string | null;

  @Field(() => String, { description: 'ISO 4217 code of what it is paid in.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => Decision, { nullable: true, description: 'How it was worked out when it was granted, with every step.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => String, { description: 'Who granted it.' })
  @Property({ type: 'text', fieldName: 'awarded_by' })
  awardedBy!: string;

  @Field(() => LocalDate, { description: 'When it was granted.' })
  @Property({ type: 'date', fieldName: 'awarded_on' })
  awardedOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day by which the next proof of life is due; null where none is asked for.' })
  @Property({ type: 'date', fieldName: 'proof_due_on', nullable: true })
  proofDueOn!: string | null;

  @Field(() => SurvivorCase, { nullable: true, description: 'Of a survivor: of whom they survive, and the shares of all. Null of others.' })
  @ManyToOne(() => SurvivorCase, { nullable: true, fieldName: 'survivor_case_id', type: 'uuid' })
  survivorCase!: Rel<SurvivorCase> | null;

  @SqlField(() => Decimal, { nullable: true, description: 'What it is worth a month today, in its currency; null before its first day.', sql: (t) => sql`pensions.worth(${t['id'] ?? trusted('null')}, ${today})` })
  monthlyToday!: string | null;

  @SqlField(() => GraphQLString, {
    description: 'How it stands today: IN_PAYMENT, SUSPENDED while nothing is paid, or ENDED.',
    sql: (t) => sql`case when ${t['lastDay']} < ${today} then 'ENDED' when exists (select from programmes.enrolment its where its.id = ${t['enrolment']} and its.state = 'SUSPENDED') then 'SUSPENDED' else 'IN_PAYMENT' end`,
  })
  state!: string;

  @Connection(() => PensionAwardStep, { mappedBy: 'award', description: 'What it was worth from which day on; `number` is the order in which it was written.' })
  steps!: unknown;

  @Connection(() => PensionRevision, { mappedBy: 'award', description: 'When it was worked out again.' })
  revisions!: unknown;
}
