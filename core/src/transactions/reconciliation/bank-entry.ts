import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int, registerEnumType } from 'type-graphql';
import type { SubjectPart } from '../../kernel/privacy/classification.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Account } from '../account.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { PaymentBatch } from '../runs/payment-batch.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { BankAccount } from './bank-account.js';
import { BankStatement } from './bank-statement.js';
import { byNobodyWithLimits } from './scope.js';

export enum BankEntryState {
  UNMATCHED = 'UNMATCHED',
  MATCHED = 'MATCHED',
  PROPOSED = 'PROPOSED',
  RESOLVED = 'RESOLVED',
}
registerEnumType(BankEntryState, {
  name: 'BankEntryState',
  description: 'Whether it is known what an entry is.',
  valuesConfig: {
    UNMATCHED: { description: 'On the work list: nobody knows yet.' },
    MATCHED: { description: 'Found by itself. Final.' },
    PROPOSED: { description: 'Somebody says what it is; another person has to confirm it.' },
    RESOLVED: { description: 'Two persons say what it is. Final.' },
  },
});

export enum BankEntryDirection {
  DEBIT = 'DEBIT',
  CREDIT = 'CREDIT',
}
registerEnumType(BankEntryDirection, {
  name: 'BankEntryDirection',
  description: 'Which way the money went.',
  valuesConfig: { DEBIT: { description: 'Out of the account.' }, CREDIT: { description: 'Into the account.' } },
});

const payeeOf: SubjectPart = ({ instruction }) => sql`(select i.payee_id from transactions.payment_instruction i where i.id = ${instruction ?? trusted('null')})`;

@Resource({
  description: 'Something that a bank booked on an account: of what it booked as one, each transfer that it tells of.',
  table: 'transactions.bank_entry',
  prefix: 'bank_entry',
  read: 'transactions.bank.read',
  privacy: { subject: { person: payeeOf }, sensitivity: 'personal', purpose: 'payments' },
  one: 'bankEntry',
  many: 'bankEntries',
  scope: byNobodyWithLimits,
})
export class BankEntry extends Versioned {
  @Field(() => BankStatement, { nullable: true, description: 'In which statement.' })
  @ManyToOne(() => BankStatement, { fieldName: 'statement_id', type: 'uuid' })
  statement!: Rel<BankStatement>;

  @Field(() => BankAccount, { nullable: true, description: 'On which account.' })
  @ManyToOne(() => BankAccount, { fieldName: 'bank_account_id', type: 'uuid' })
  bankAccount!: Rel<BankAccount>;

  @Field(() => Int, { description: 'Its number in the file, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => LocalDate, { description: 'The day on which the bank booked it.' })
  @Property({ type: 'date', fieldName: 'booked_on' })
  bookedOn!: string;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;

  @Field(() => BankEntryDirection, { description: 'Which way.' })
  @Property({ type: 'text' })
  direction!: BankEntryDirection;

  @Field(() => String, { nullable: true, description: "The bank's reference." })
  @Property({ type: 'text', fieldName: 'bank_reference', nullable: true })
  bankReference!: string | null;

  @Field(() => String, { nullable: true, description: 'The end-to-end id that it names: the reference of a payment, where it is one.' })
  @Property({ type: 'text', fieldName: 'end_to_end_id', nullable: true })
  endToEndId!: string | null;

  /** Key of the batch that it names. */
  @Property({ type: 'text', fieldName: 'batch_key', nullable: true })
  batchKey!: string | null;

  @Field(() => String, { nullable: true, description: 'Who is at the other end, by the bank.' })
  @Property({ type: 'text', nullable: true })
  counterparty!: string | null;

  /** Their account: for matching alone. */
  @Property({ type: 'text', fieldName: 'counterparty_account', nullable: true })
  counterpartyAccount!: string | null;

  @Field(() => String, { nullable: true, description: 'What the bank writes to it.' })
  @Property({ type: 'text', nullable: true })
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Why money came back, by the bank.' })
  @Property({ type: 'text', fieldName: 'return_reason', nullable: true })
  returnReason!: string | null;

  @Field(() => BankEntryState, { description: 'Whether it is known what it is.' })
  @Property({ type: 'text' })
  state!: BankEntryState;

  @Field(() => String, { nullable: true, description: 'How it was matched: KEY, KEY_WITH_FEE, BATCH, ACCOUNT_AND_AMOUNT or REFERENCE (of a booking) by itself; PAYMENT, RETURN, IN_BOOKS, BOOKED or PASSED_OVER by hand.' })
  @Property({ type: 'text', fieldName: 'matched_by', nullable: true })
  matchedBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was not matched: NOTHING_NAMED, UNKNOWN_REFERENCE, UNKNOWN_BATCH, AMBIGUOUS, OTHER_ACCOUNT, WRONG_AMOUNT, OTHER_CURRENCY, NOT_SENT, ALREADY_CANCELLED, PAID_TWICE, RETURNED_TWICE.',
  })
  @Property({ type: 'text', nullable: true })
  problem!: string | null;

  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment that it is, or that it names; of several instructions that are paid as one, the first.' })
  @ManyToOne(() => PaymentInstruction, { nullable: true, fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction> | null;

  @Field(() => PaymentBatch, { nullable: true, description: 'The batch that the bank booked as one.' })
  @ManyToOne(() => PaymentBatch, { nullable: true, fieldName: 'batch_id', type: 'uuid' })
  batch!: Rel<PaymentBatch> | null;

  @Field(() => Account, { nullable: true, description: 'The account of the ledger that it is booked against, where it is no payment.' })
  @ManyToOne(() => Account, { nullable: true, fieldName: 'counter_account_id', type: 'uuid' })
  counterAccount!: Rel<Account> | null;

  @Field(() => LedgerTransaction, { nullable: true, description: 'What it booked by itself, or the booking that it is.' })
  @ManyToOne(() => LedgerTransaction, { nullable: true, fieldName: 'transaction_id', type: 'uuid' })
  transaction!: Rel<LedgerTransaction> | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who proposed it.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Who said what it is.' })
  @Property({ type: 'text', fieldName: 'proposed_by', nullable: true })
  proposedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Who confirmed it; never who said it.' })
  @Property({ type: 'text', fieldName: 'resolved_by', nullable: true })
  resolvedBy!: string | null;
}
