import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../../../kernel/schema/resource.js';
import { LocalDate } from '../../../../kernel/schema/scalars.js';
import { Organisation } from '../../../../people/organisations/organisation.js';
import { Programme } from '../../../../programmes/programme.js';
import { LedgerTransaction } from '../../../ledger-transaction.js';
import { DeductionPaymentLine } from './deduction-payment-line.js';
import { byWholeProgramme } from './scope.js';

export enum DeductionPaymentState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  PAID = 'PAID',
  RETURNED = 'RETURNED',
}
registerEnumType(DeductionPaymentState, {
  name: 'DeductionPaymentState',
  description: 'Where a payment to an organisation stands.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for another person.' },
    APPROVED: { description: 'To be transferred under its `reference`.' },
    REJECTED: { description: 'Not to be transferred; what it was of is due again. Final.' },
    PAID: { description: 'It left the account.' },
    RETURNED: { description: 'It came back; what it was of is due again. Final.' },
  },
});

@Resource({
  description: 'What was withheld of payments for an organisation, paid over to it: with its lines, the advice of what it is of.',
  table: 'transactions.deduction_payment',
  prefix: 'deduction_payment',
  read: 'transactions.deductions.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'deductionPayment',
  many: 'deductionPayments',
  keys: ['reference'],
  scope: byWholeProgramme,
  maker: 'proposedBy',
})
export class DeductionPayment extends Versioned {
  @Field(() => Programme, { nullable: true, description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Organisation, { nullable: true, description: 'Who funded the runs that withheld it; null for runs without a funder.' })
  @ManyToOne(() => Organisation, { nullable: true, fieldName: 'funder_id', type: 'uuid' })
  funder!: Rel<Organisation> | null;

  @Field(() => Organisation, { nullable: true, description: 'To whom.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much: the sum of its lines.' })
  amount!: unknown;

  @Field(() => String, { description: 'What the transfer is to name to the bank as end-to-end id: the statement that shows it settles the payment.' })
  @Property({ type: 'text', unique: true })
  reference!: string;

  @Field(() => DeductionPaymentState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: DeductionPaymentState.PROPOSED })
  state!: DeductionPaymentState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it; never who proposed it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it left the account.' })
  @Property({ type: 'date', fieldName: 'paid_on', nullable: true })
  paidOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What the bank calls it.' })
  @Property({ type: 'text', fieldName: 'paid_reference', nullable: true })
  paidReference!: string | null;

  @Field(() => String, { nullable: true, description: 'Who recorded it, or received the statement that shows it.' })
  @Property({ type: 'text', fieldName: 'paid_by', nullable: true })
  paidBy!: string | null;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { nullable: true, fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction> | null;

  @Connection(() => DeductionPaymentLine, { mappedBy: 'payment', description: 'What it is of, deduction by deduction.' })
  lines!: unknown;
}
