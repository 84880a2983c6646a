import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { DecisionBasis } from './decision-basis.js';
import { DecisionOutcome } from './outcome.js';
import { ofSubject } from './scope.js';

@Resource({
  description: 'What was decided on somebody, with the facts as they were and the rules that it was judged by. Never changed: another decision follows.',
  table: 'programmes.decision',
  prefix: 'decision',
  read: 'programmes.decisions.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'assistance' },
  one: 'decision',
  many: 'decisions',
  scope: ofSubject,
  seenWith: ['programme'],
})
export class Decision extends Versioned {
  @Field(() => Programme, { description: 'By which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => DecisionBasis, { nullable: true, description: 'The rules that it was judged by, as of their day; null where somebody decided, and no rule.' })
  @ManyToOne(() => DecisionBasis, { nullable: true, fieldName: 'basis_id', type: 'uuid' })
  basis!: Rel<DecisionBasis> | null;

  @Field(() => String, { description: 'What was decided: ASSESSMENT, EXIT, ENTITLEMENT, or what modules add.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => Person, { nullable: true, description: 'On which person; null where it is on something else.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'On which household; null where it is on something else.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Organisation, { nullable: true, description: 'On which organisation; null where it is on something else.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation> | null;

  @Field(() => Enrolment, { nullable: true, description: 'On which enrolment; null where there was none.' })
  @ManyToOne(() => Enrolment, { nullable: true, fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment> | null;

  @Field(() => LocalDate, { description: 'As of which day.' })
  @Property({ type: 'date', fieldName: 'on_date' })
  on!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period that it is about; null where it is about none.' })
  @Property({ type: 'date', fieldName: 'period_from', nullable: true })
  periodFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the period that it is about.' })
  @Property({ type: 'date', fieldName: 'period_to', nullable: true })
  periodTo!: string | null;

  @Field(() => DecisionOutcome, { description: 'How it ended.' })
  @Property({ type: 'text' })
  outcome!: DecisionOutcome;

  @Property({ type: 'text[]', fieldName: 'reasons', columnType: 'text[]' })
  reasonCodes!: string[];

  @Field(() => Decimal, { nullable: true, description: 'Who comes first where places are few: the higher; null where no rule says.' })
  @Property({ type: 'numeric', nullable: true })
  priority!: string | null;

  @Property({ type: 'numeric', fieldName: 'amount', nullable: true })
  amountDue!: string | null;

  @MoneyField({ amount: 'amountDue', currency: 'currency', nullable: true, description: 'What is due for a period; null where nothing is, or no rule says.' })
  amount!: unknown;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'jsonb', fieldName: 'facts' })
  factsThen!: Readonly<Record<string, unknown>>;

  @Property({ type: 'jsonb', fieldName: 'rule_values' })
  valuesThen!: Readonly<Record<string, unknown>>;

  @Field(() => String, { description: 'Who decided, or had it worked out.' })
  @Property({ type: 'text', fieldName: 'decided_by' })
  decidedBy!: string;
}
