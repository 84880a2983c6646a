import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { Place } from '../../people/places/place.js';
import { ofEnrolment } from './scope.js';
import { Decision } from '../decisions/decision.js';
import { Entitlement } from '../entitlement.js';
import { Programme } from '../programme.js';
import { EnrolmentState } from './enrolment-state.js';
import { EnrolmentStep } from './enrolment-step.js';

@Resource({
  description: 'That a person, a household or an organisation is in a programme, was, or asks to be.',
  table: 'programmes.enrolment',
  prefix: 'enrolment',
  read: 'programmes.enrolments.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'assistance' },
  one: 'enrolment',
  many: 'enrolments',
  scope: ofEnrolment,
  seenWith: ['programme'],
})
export class Enrolment extends Versioned {
  @Field(() => Programme, { description: 'In which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'The person; null where something else is enrolled.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household; null where something else is enrolled.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Organisation, { nullable: true, description: 'The organisation; null where something else is enrolled.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Field(() => Place, { nullable: true, description: 'Where it is looked after.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => EnrolmentState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: EnrolmentState;

  @Field(() => LocalDate, { description: 'Since when it stands there.' })
  @Property({ type: 'date', fieldName: 'state_on' })
  stateOn!: string;

  @Field(() => String, { nullable: true, description: 'Why it stands there, as a code of `enrolmentReasons` or of a rule; null where nobody said.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'What somebody added to the reason, in words.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the application, the last where there were several; null where nobody applied.' })
  @Property({ type: 'date', fieldName: 'applied_on', nullable: true })
  appliedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day in the programme, of the last time where there were several; null where it never was.' })
  @Property({ type: 'date', fieldName: 'enrolled_on', nullable: true })
  enrolledOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day of the exit.' })
  @Property({ type: 'date', fieldName: 'exited_on', nullable: true })
  exitedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day by which it must be looked at again whether it is still eligible; null where it need not.' })
  @Property({ type: 'date', fieldName: 'recertify_by', nullable: true })
  recertifyBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why that day was set by hand; null where it follows from an assessment.' })
  @Property({ type: 'text', fieldName: 'recertify_because', nullable: true })
  recertifyBecause!: string | null;

  @Field(() => Decision, { nullable: true, description: 'The last assessment, which it rests on; null where nobody assessed it.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => Decimal, { nullable: true, description: 'Who comes first on the waiting list: the higher, as the last assessment says; null where no rule says.' })
  @Property({ type: 'numeric', nullable: true })
  priority!: string | null;

  @Property({ type: 'numeric', fieldName: 'amount', nullable: true })
  amountDue!: string | null;

  @Property({ type: 'text', nullable: true })
  currency!: string | null;

  @MoneyField({ amount: 'amountDue', currency: 'currency', nullable: true, description: 'What is due for a period, as the last assessment says; null where nothing is, or no rule says.' })
  amount!: unknown;

  @Connection(() => EnrolmentStep, { mappedBy: 'enrolment', description: 'How it came to stand where it stands; `number` is their order.' })
  steps!: unknown;

  @Connection(() => Entitlement, { mappedBy: 'enrolment', description: 'What it is owed, period by period.' })
  entitlements!: unknown;
}
