import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Node } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../kernel/schema/scalars.js';
import { PaymentRun } from './runs/payment-run.js';
import { Posting } from './posting.js';
import { byItsPostings } from './scope.js';

@Resource({
  description: 'Something that moved value: postings that sum to zero. Never changed or deleted; a correction is another transaction.',
  table: 'transactions.transaction',
  prefix: 'transaction',
  read: 'transactions.ledger.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'ledgerTransaction',
  many: 'ledgerTransactions',
  keys: ['reference'],
  scope: byItsPostings,
})
export class LedgerTransaction extends Node {
  @Field(() => DateTime, { description: 'When it was booked.' })
  @Property({ type: 'timestamptz', fieldName: 'created_at' })
  createdAt!: string;

  @Field(() => String, { description: 'What it is: ACCRUAL, PAYMENT_SENT, PAYMENT_PAID, PAYMENT_RETURNED, REVERSAL, or what a module books.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => LocalDate, { description: 'Day on which it counts.' })
  @Property({ type: 'date', fieldName: 'occurred_on' })
  occurredOn!: string;

  @Field(() => String, { description: 'What happened, in words.' })
  @Property({ type: 'text' })
  description!: string;

  @Field(() => String, { description: 'Names what it books, so that it is booked once.' })
  @Property({ type: 'text', unique: true })
  reference!: string;

  @Field(() => String, { nullable: true, description: 'What names it to the bank, such as the reference of a transfer: the entry of a statement that names the same, of the same amount, is this booking.' })
  @Property({ type: 'text', fieldName: 'bank_reference', nullable: true })
  bankReference!: string | null;

  @Field(() => String, { description: 'Who booked it.' })
  @Property({ type: 'text', fieldName: 'booked_by' })
  bookedBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'The transaction that it takes back.' })
  @ManyToOne(() => LedgerTransaction, { nullable: true, fieldName: 'reverses_id', type: 'uuid' })
  reverses!: Rel<LedgerTransaction> | null;

  @Field(() => PaymentRun, { nullable: true, description: 'The payment run that it is part of.' })
  @ManyToOne(() => PaymentRun, { nullable: true, fieldName: 'payment_run_id', type: 'uuid' })
  paymentRun!: Rel<PaymentRun> | null;

  @Connection(() => Posting, { mappedBy: 'transaction', description: 'What it moves.' })
  postings!: unknown;

  @Connection(() => LedgerTransaction, { mappedBy: 'reverses', description: 'The transaction that takes it back: one, or none.' })
  reversedBy!: unknown;
}
