import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { sql } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource, SqlField } from '../../kernel/schema/resource.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { Programme } from '../../programmes/programme.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { Payer } from './payer.js';
import { ReceiptAllocation } from './receipt-allocation.js';
import { ReceiptRefund } from './receipt-refund.js';
import { byReceipt, ofThePayer } from './scope.js';

export enum ReceiptMethod {
  BANK = 'BANK',
  MOBILE_MONEY = 'MOBILE_MONEY',
  CASH = 'CASH',
  CHEQUE = 'CHEQUE',
  CARD = 'CARD',
}
registerEnumType(ReceiptMethod, {
  name: 'ReceiptMethod',
  description: 'How money came in.',
  valuesConfig: {
    BANK: { description: 'Into a bank account.' },
    MOBILE_MONEY: { description: 'By a provider of mobile money.' },
    CASH: { description: 'In cash, at a desk.' },
    CHEQUE: { description: 'By cheque, which may bounce.' },
    CARD: { description: 'By card.' },
  },
});

export enum ReceiptState {
  UNMATCHED = 'UNMATCHED',
  RECEIVED = 'RECEIVED',
  REVERSED = 'REVERSED',
}
registerEnumType(ReceiptState, {
  name: 'ReceiptState',
  description: 'Where a receipt stands.',
  valuesConfig: {
    UNMATCHED: { description: 'Nobody has its number: it waits for somebody to say whose it is.' },
    RECEIVED: { description: 'It is on the account of its payer.' },
    REVERSED: { description: 'It did not come in after all: a cheque bounced. Final.' },
  },
});

@Resource({
  description: 'Money that came in from a payer, or from somebody who is not known yet. What of it settles no demand is held on the account of the payer.',
  table: 'transactions.receipt',
  prefix: 'receipt',
  read: 'transactions.receipts.read',
  privacy: { subject: ofThePayer, sensitivity: 'personal', purpose: 'payments' },
  one: 'receipt',
  many: 'receipts',
  scope: byReceipt,
  seenWith: ['payer', 'programme'],
})
export class Receipt extends Versioned {
  @Field(() => Programme, { description: 'To which programme it was paid.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Payer, { nullable: true, description: 'Who paid; null while nobody knows.' })
  @ManyToOne(() => Payer, { nullable: true, fieldName: 'payer_id', type: 'uuid' })
  payer!: Rel<Payer> | null;

  @Field(() => String, { description: 'The number that was given with it, as it came.' })
  @Property({ type: 'text', fieldName: 'control_number' })
  controlNumber!: string;

  @Field(() => ReceiptMethod, { description: 'How it came.' })
  @Property({ type: 'text' })
  method!: ReceiptMethod;

  @Field(() => String, { description: 'What the bank, the provider or the desk calls it; of one method unique within the programme.' })
  @Property({ type: 'text', fieldName: 'bank_reference' })
  bankReference!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Property({ type: 'numeric', fieldName: 'allocated', default: '0' })
  allocatedNumber!: string;

  @MoneyField({ amount: 'allocatedNumber', currency: 'currency', description: 'What of it settles demands.' })
  allocated!: unknown;

  @Property({ type: 'numeric', fieldName: 'refunded', default: '0' })
  refundedNumber!: string;

  @MoneyField({ amount: 'refundedNumber', currency: 'currency', description: 'What of it is given back, or is asked to be.' })
  refunded!: unknown;

  @SqlField(() => Decimal, {
    description: 'What of it is held on account for coming demands, in its currency.',
    sql: (t) => sql`case when ${t['state']} = 'RECEIVED' then ${t['amountNumber']} - ${t['allocatedNumber']} - ${t['refundedNumber']} else 0 end`,
  })
  held!: string;

  @Field(() => LocalDate, { description: 'Day on which it came in.' })
  @Property({ type: 'date', fieldName: 'received_on' })
  receivedOn!: string;

  @Field(() => LocalDate, { nullable: true, description: "Day on which it was put on the payer's account; null while nobody knows whose it is." })
  @Property({ type: 'date', fieldName: 'credited_on', nullable: true })
  creditedOn!: string | null;

  @Field(() => ReceiptState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: ReceiptState;

  @Field(() => String, { nullable: true, description: 'Why nobody was known to have paid it: CHECK_DIGITS, UNKNOWN_NUMBER or OTHER_PROGRAMME.' })
  @Property({ type: 'text', fieldName: 'unmatched_because', nullable: true })
  unmatchedBecause!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was reversed.' })
  @Property({ type: 'date', fieldName: 'reversed_on', nullable: true })
  reversedOn!: string | null;

  @Privacy({ sensitivity: 'personal', purpose: 'payments' })
  @Field(() => String, { nullable: true, description: 'Why it was reversed, in words.' })
  @Property({ type: 'text', fieldName: 'reversed_reason', nullable: true })
  reversedReason!: string | null;

  @Field(() => String, { description: 'Who took it.' })
  @Property({ type: 'text', fieldName: 'received_by' })
  receivedBy!: string;

  @Field(() => LedgerTransaction, { nullable: true, description: 'How it was booked.' })
  @ManyToOne(() => LedgerTransaction, { fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction>;

  @Connection(() => ReceiptAllocation, { mappedBy: 'receipt', description: 'Which demands it settles, and what of that was taken back.' })
  allocations!: unknown;

  @Connection(() => ReceiptRefund, { mappedBy: 'receipt', description: 'What of it is given back.' })
  refunds!: unknown;
}
