import { byEnrolment, Enrolment, Field, LocalDate, ManyToOne, Person, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Condition } from './condition.js';

export enum ComplianceOutcome {
  MET = 'MET',
  MISSED = 'MISSED',
  EXEMPT = 'EXEMPT',
}
registerEnumType(ComplianceOutcome, {
  name: 'ComplianceOutcome',
  description: 'Whether somebody did in a month what a programme asks.',
  valuesConfig: {
    MET: { description: 'They did.' },
    MISSED: { description: 'They did not.' },
    EXEMPT: { description: 'It could not be asked of them: no school within reach, illness. Counts as met.' },
  },
});

@Resource({
  description: 'Whether somebody met a condition of a programme in a month.',
  table: 'cash_transfers.compliance',
  prefix: 'compliance',
  read: 'cash-transfers.conditions.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'assistance' },
  many: 'compliance',
  scope: byEnrolment('enrolment'),
  seenWith: ['condition'],
})
export class Compliance extends Versioned {
  @Field(() => Condition, { description: 'Which condition.' })
  @ManyToOne(() => Condition, { fieldName: 'condition_id', type: 'uuid' })
  condition!: Rel<Condition>;

  @Field(() => Person, { nullable: true, description: 'Who.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Enrolment, { nullable: true, description: 'The enrolment that it counts for: their own, or that of the household in which they lived when it was recorded.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => LocalDate, { description: 'First day of the month.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => ComplianceOutcome, { description: 'Whether they met it.' })
  @Property({ type: 'text' })
  outcome!: ComplianceOutcome;

  @Field(() => LocalDate, { description: 'When it was recorded, or last corrected.' })
  @Property({ type: 'date', fieldName: 'recorded_on' })
  recordedOn!: string;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @Field(() => String, { nullable: true, description: 'Where it is known from, such as the list of a school.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;
}
