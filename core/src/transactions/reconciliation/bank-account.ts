import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { sql, trusted } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, MoneyField, Resource } from '../../kernel/schema/resource.js';
import { ofProgrammes } from '../../people/scope.js';
import { Account } from '../account.js';
import { BankEntry } from './bank-entry.js';
import { BankStatement } from './bank-statement.js';

@Resource({
  description: 'An account that a bank keeps, out of which payments are made.',
  table: 'transactions.bank_account',
  prefix: 'bank_account',
  read: 'transactions.bank.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  one: 'bankAccount',
  many: 'bankAccounts',
  keys: ['code'],
  scope: { programmes: ({ account }) => sql`exists (select from transactions.account of where of.id = ${account ?? trusted('null')} and (of.programme_id is null or ${ofProgrammes(sql`of.programme_id`)}))` },
  seenWith: ['account'],
})
export class BankAccount extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Its number with the bank, without spaces; an IBAN where it has one.' })
  @Property({ type: 'text' })
  number!: string;

  @Field(() => String, { description: 'ISO 4217 code of its currency.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => [String], { description: 'Names of the payment channels that pay out of it: what they pay has to be on its statements.' })
  @Property({ type: 'text[]' })
  channels!: string[];

  @Field(() => Account, { description: 'The account of the ledger that stands for it.' })
  @ManyToOne(() => Account, { fieldName: 'account_id', type: 'uuid' })
  account!: Rel<Account>;

  @Property({ type: 'numeric', fieldName: 'fee_up_to', default: '0' })
  feeUpToAmount!: string;

  @MoneyField({ amount: 'feeUpToAmount', currency: 'currency', description: 'Up to how much more than a payment may be booked for it: the fee of the bank.' })
  feeUpTo!: unknown;

  @Field(() => Account, { nullable: true, description: 'The account of the ledger on which such fees are booked.' })
  @ManyToOne(() => Account, { nullable: true, fieldName: 'fee_account_id', type: 'uuid' })
  feeAccount!: Rel<Account> | null;

  @Connection(() => BankStatement, { mappedBy: 'bankAccount', description: 'What the bank said of it.' })
  statements!: unknown;

  @Connection(() => BankEntry, { mappedBy: 'bankAccount', description: 'What the bank booked on it.' })
  entries!: unknown;
}
