import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { Demand } from './demand.js';
import { Payer } from './payer.js';
import { Receipt } from './receipt.js';
import { byPayer, ofThePayer } from './scope.js';

@Resource({
  description: 'What of a receipt settles what of a demand. Never changed: taken back by another one of the opposite amount.',
  table: 'transactions.receipt_allocation',
  prefix: 'receipt_allocation',
  read: 'transactions.receipts.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  scope: byPayer,
  seenWith: ['receipt', 'demand', 'payer', 'undoes'],
})
export class ReceiptAllocation extends Node {
  @Field(() => Receipt, { description: 'Of which receipt.' })
  @ManyToOne(() => Receipt, { fieldName: 'receipt_id', type: 'uuid' })
  receipt!: Rel<Receipt>;

  @Field(() => Demand, { nullable: true, description: 'Of which demand.' })
  @ManyToOne(() => Demand, { fieldName: 'demand_id', type: 'uuid' })
  demand!: Rel<Demand>;

  @ManyToOne(() => Payer, { fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much; negative where it takes another one back.' })
  amount!: unknown;

  @Field(() => LocalDate, { description: 'When.' })
  @Property({ type: 'date', fieldName: 'allocated_on' })
  allocatedOn!: string;

  @Field(() => String, { description: 'Who did it.' })
  @Property({ type: 'text', fieldName: 'allocated_by' })
  allocatedBy!: string;

  @Field(() => ReceiptAllocation, { nullable: true, description: 'Which one it takes back.' })
  @ManyToOne(() => ReceiptAllocation, { nullable: true, fieldName: 'undoes_id', type: 'uuid' })
  undoes!: Rel<ReceiptAllocation> | null;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;
}
