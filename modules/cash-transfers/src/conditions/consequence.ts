import { byEnrolment, Decision, Enrolment, EnrolmentStep, Field, Int, LocalDate, ManyToOne, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';

export enum ConsequenceKind {
  NONE = 'NONE',
  WARN = 'WARN',
  SUSPEND = 'SUSPEND',
  LAPSE = 'LAPSE',
  RESUME = 'RESUME',
  EXIT = 'EXIT',
}
registerEnumType(ConsequenceKind, {
  name: 'ConsequenceKind',
  description: 'What follows for an enrolment from conditions that were met or missed. What is paid less is said by the AMOUNT rule.',
  valuesConfig: {
    NONE: { description: 'Nothing.' },
    WARN: { description: 'They are warned.' },
    SUSPEND: { description: 'Benefits are held until it goes on.' },
    LAPSE: { description: 'Benefits are held, since nobody took the last ones. Somebody lets it go on once they have been found.' },
    RESUME: { description: 'It goes on where it was suspended for a condition that was missed; nothing otherwise.' },
    EXIT: { description: 'It ends.' },
  },
});

@Resource({
  description: 'What followed for an enrolment from the conditions of a month. Where something was recorded later, it is found anew, with the next number.',
  table: 'cash_transfers.consequence',
  prefix: 'consequence',
  read: 'cash-transfers.conditions.read',
  privacy: { sensitivity: 'personal', purpose: 'assistance' },
  many: 'consequences',
  scope: byEnrolment('enrolment'),
})
export class Consequence extends Versioned {
  @Field(() => Enrolment, { nullable: true, description: 'Of which enrolment.' })
  @ManyToOne(() => Enrolment, { fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment>;

  @Field(() => LocalDate, { description: 'First day of the month.' })
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Int, { description: 'How often it was found for this month, this time included.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => Int, { description: 'For how many months in a row somebody had missed a condition by then.' })
  @Property({ type: 'integer' })
  misses!: number;

  @Field(() => ConsequenceKind, { description: 'What follows.' })
  @Property({ type: 'text' })
  consequence!: ConsequenceKind;

  @Field(() => String, { nullable: true, description: 'Why it was not done, as the code of a refusal; null where it was, or where there was nothing to do.' })
  @Property({ type: 'text', fieldName: 'held_back', nullable: true })
  heldBack!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The decision that it follows from, with the facts as they were.' })
  @ManyToOne(() => Decision, { fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision>;

  @Field(() => EnrolmentStep, { nullable: true, description: 'The step of the enrolment that it made; null where it made none. Of a suspension that proved to rest on what was not so, `undone` says it.' })
  @ManyToOne(() => EnrolmentStep, { nullable: true, fieldName: 'step_id', type: 'uuid' })
  step!: Rel<EnrolmentStep> | null;
}
