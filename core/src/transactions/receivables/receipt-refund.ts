import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Payer } from './payer.js';
import { Receipt } from './receipt.js';
import { byPayer, ofThePayer } from './scope.js';

export enum ReceiptRefundState {
  REQUESTED = 'REQUESTED',
  APPROVED = 'APPROVED',
  PAID = 'PAID',
  REJECTED = 'REJECTED',
}
registerEnumType(ReceiptRefundState, {
  name: 'ReceiptRefundState',
  description: 'Where a refund stands.',
  valuesConfig: {
    REQUESTED: { description: 'It waits for another person; what it is of is kept back meanwhile.' },
    APPROVED: { description: 'It is owed to the payer.' },
    PAID: { description: 'It was paid. Final, unless a run paid it and it came back: then it is APPROVED again.' },
    REJECTED: { description: 'It is not given back; it is held on account again. Final.' },
  },
});

@Resource({
  description: 'What of a receipt is given back to whoever paid too much.',
  table: 'transactions.receipt_refund',
  prefix: 'receipt_refund',
  read: 'transactions.receipts.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  one: 'receiptRefund',
  many: 'receiptRefunds',
  scope: byPayer,
  seenWith: ['receipt', 'payer'],
})
export class ReceiptRefund extends Versioned {
  @Field(() => Receipt, { description: 'Of which receipt.' })
  @ManyToOne(() => Receipt, { fieldName: 'receipt_id', type: 'uuid' })
  receipt!: Rel<Receipt>;

  @Field(() => Payer, { description: 'To whom.' })
  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { description: 'Why, in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => ReceiptRefundState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: ReceiptRefundState.REQUESTED })
  state!: ReceiptRefundState;

  @Field(() => String, { description: 'Who asked for it.' })
  @Property({ type: 'text', fieldName: 'requested_by' })
  requestedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it; never who asked.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When that was.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was paid.' })
  @Property({ type: 'date', fieldName: 'paid_on', nullable: true })
  paidOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What names the payment to the bank.' })
  @Property({ type: 'text', fieldName: 'paid_reference', nullable: true })
  paidReference!: string | null;
}
