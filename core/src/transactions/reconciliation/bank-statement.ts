import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Int } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { BankAccount } from './bank-account.js';
import { BankEntry } from './bank-entry.js';
import { byNobodyWithLimits } from './scope.js';

@Resource({
  description: 'A file of a bank that says what it booked on an account: one statement, or several that follow each other. Never changed.',
  table: 'transactions.bank_statement',
  prefix: 'bank_statement',
  read: 'transactions.bank.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'bankStatement',
  many: 'bankStatements',
  scope: byNobodyWithLimits,
})
export class BankStatement extends Versioned {
  @Field(() => BankAccount, { nullable: true, description: 'Of which account.' })
  @ManyToOne(() => BankAccount, { fieldName: 'bank_account_id', type: 'uuid' })
  bankAccount!: Rel<BankAccount>;

  @Field(() => String, { description: 'The form that it came in; `statementFormats` lists them.' })
  @Property({ type: 'text' })
  format!: string;

  @Field(() => [String], { description: "The bank's own names of the statements in it. No statement is taken twice." })
  @Property({ type: 'text[]' })
  names!: string[];

  /** Of the file's bytes. */
  @Property({ type: 'text' })
  sha256!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: 'numeric', fieldName: 'opening', nullable: true })
  openingAmount!: string | null;

  @Property({ type: 'numeric', fieldName: 'closing', nullable: true })
  closingAmount!: string | null;

  @MoneyField({ amount: 'openingAmount', currency: 'currency', nullable: true, description: 'What the account held before; null for notifications.' })
  opening!: unknown;

  @MoneyField({ amount: 'closingAmount', currency: 'currency', nullable: true, description: 'What the account held after; null for notifications.' })
  closing!: unknown;

  @Field(() => LocalDate, { nullable: true, description: 'The day of the closing balance.' })
  @Property({ type: 'date', fieldName: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Field(() => Int, { description: 'How many entries it has.' })
  @Property({ type: 'integer', fieldName: 'entry_count' })
  entryCount!: number;

  @Field(() => String, { description: 'Who received it.' })
  @Property({ type: 'text', fieldName: 'received_by' })
  receivedBy!: string;

  @Connection(() => BankEntry, { mappedBy: 'statement', description: 'What the bank booked, one by one.' })
  entries!: unknown;
}
