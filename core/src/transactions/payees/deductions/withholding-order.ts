import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { sql } from '../../../kernel/read/sql.js';
import { Versioned } from '../../../kernel/schema/node.js';
import { Connection, MoneyField, Resource, SqlField, type RowScope } from '../../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../../kernel/schema/scalars.js';
import { PersonDocument } from '../../../people/documents/person-document.js';
import { Organisation } from '../../../people/organisations/organisation.js';
import { Person } from '../../../people/persons/person.js';
import { byOrganisationIfAny } from '../../../people/organisations/scope.js';
import { Programme } from '../../../programmes/programme.js';
import { byPersonOfProgrammeIfAny } from '../../../programmes/shared-scope.js';
import { PayeeDecisionState } from '../payee-arrangement.js';
import { Deduction } from './deduction.js';

export enum DeductionKind {
  MAINTENANCE = 'MAINTENANCE',
  DUES = 'DUES',
  LOAN = 'LOAN',
  TAX = 'TAX',
  OTHER = 'OTHER',
}
registerEnumType(DeductionKind, {
  name: 'DeductionKind',
  description: 'For what something of a payment goes to an organisation.',
  valuesConfig: {
    MAINTENANCE: { description: 'Maintenance, by order of a court.' }, DUES: { description: 'Dues of a union or an association.' }, LOAN: { description: 'A loan that is paid back.' },
    TAX: { description: 'A tax.' }, OTHER: { description: 'Something else, which the reason says.' },
  },
});

/** Whoever sees the person and the programme sees what is kept back; an organisation what goes to it. */
export const orderScope: RowScope = { ...byPersonOfProgrammeIfAny('person', 'programme'), ...byOrganisationIfAny('organisation') };

@Resource({
  description: "That something of each of somebody's payments goes to an organisation. It never changes but to be decided on and ended.",
  table: 'transactions.withholding_order',
  prefix: 'withholding_order',
  read: 'transactions.deductions.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'payments' },
  one: 'withholdingOrder',
  many: 'withholdingOrders',
  scope: orderScope,
})
export class WithholdingOrder extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Of whose payments.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Organisation, { nullable: true, description: 'To whom it goes; null for whoever may not see the organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => Programme, { nullable: true, description: 'Of which programme; null where it is of what any programme pays in its currency.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => DeductionKind, { description: 'For what.' })
  @Property({ type: 'text' })
  kind!: DeductionKind;

  @Field(() => String, { description: "What names it to the organisation, such as the number of the court's file." })
  @Property({ type: 'text' })
  reference!: string;

  @Field(() => String, { description: 'Why, in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => PersonDocument, { nullable: true, description: 'What shows it.' })
  @ManyToOne(() => PersonDocument, { nullable: true, fieldName: 'document_id', type: 'uuid' })
  document!: Rel<PersonDocument> | null;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', nullable: true, fieldName: 'amount' })
  amountNumber!: string | null;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', nullable: true, description: 'How much of each payment; null where it is a share.' })
  amount!: unknown;

  @Field(() => Decimal, { nullable: true, description: 'Which part of each payment, of what is owed before anything is kept back; null where it is an amount.' })
  @Property({ type: 'numeric', nullable: true })
  share!: string | null;

  @Field(() => Int, { description: 'Its place among the orders of the person: the smallest comes first.' })
  @Property({ type: 'integer' })
  priority!: number;

  @Field(() => Decimal, { description: 'The part of a payment that may have gone at most once this order is through: what is kept back for overpayments and what went by orders before it count.' })
  @Property({ type: 'numeric', fieldName: 'cap_share' })
  capShare!: string;

  @Property({ type: 'numeric', fieldName: 'floor' })
  floorNumber!: string;

  @MoneyField({ amount: 'floorNumber', currency: 'currency', description: 'What it leaves of each payment at least; the smallest unit of the currency is left in any case.' })
  floor!: unknown;

  @Property({ type: 'numeric', nullable: true, fieldName: 'total_limit' })
  limitNumber!: string | null;

  @MoneyField({ amount: 'limitNumber', currency: 'currency', nullable: true, description: 'How much goes by it in all; null where it has no end.' })
  totalLimit!: unknown;

  @SqlField(() => Decimal, { description: 'What went by it until now, in its currency, by payments that are on their way or paid.', sql: (t) => sql`transactions.deducted(${t['id']})` })
  deducted!: string;

  @Field(() => LocalDate, { description: 'Of payments that are due from this day on.' })
  @Property({ type: 'date', fieldName: 'due_from' })
  dueFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'The last day on which payments are due that are part of it.' })
  @Property({ type: 'date', fieldName: 'due_until', nullable: true })
  dueUntil!: string | null;

  @Field(() => PayeeDecisionState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: PayeeDecisionState.PROPOSED })
  state!: PayeeDecisionState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided; never who proposed it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who ended it.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  @Property({ type: 'text', fieldName: 'end_reason', nullable: true })
  endReason!: string | null;

  @Connection(() => Deduction, { mappedBy: 'order', description: 'What went by it, payment by payment.' })
  deductions!: unknown;
}
