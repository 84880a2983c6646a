import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { isEverywhere } from '../../kernel/access/scope.js';
import { noteRead } from '../../kernel/audit/read-log.js';
import type { Context } from '../../kernel/context.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { LedgerTransaction } from '../ledger-transaction.js';
import { PaymentInstruction } from '../runs/payment-instruction.js';
import { BALANCE_ITEMS, findBalance, type FoundBalance } from './balance-items.js';
import { BankEntry } from './bank-entry.js';
import { BankStatement } from './bank-statement.js';

/** Items that one answer shows. */
const MOST = 1_000;

@ObjectType({ description: 'How much of a gap there is of a kind.' })
export class BankBalanceCount {
  @Field(() => String, { description: 'Its kind, such as NOT_AT_BANK.' })
  code!: string;

  @Field(() => String, { description: 'What it means.' })
  description!: string;

  @Field(() => Int, { description: 'How many items.' })
  count!: number;

  @Field(() => MoneyValue, { description: 'Their sum: what the bank has more than the ledger.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'Something that the bank and the ledger do not have alike.' })
export class BankBalanceItem {
  @Field(() => String, { description: 'Its kind.' })
  code!: string;

  @Field(() => MoneyValue, { description: 'What the bank has of it more than the ledger.' })
  amount!: MoneyValue;

  @Field(() => BankEntry, { nullable: true, description: 'The entry of the bank.' })
  entry!: { readonly id: string } | null;

  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment.' })
  instruction!: { readonly id: string } | null;

  @Field(() => LedgerTransaction, { nullable: true, description: 'The booking.' })
  transaction!: { readonly id: string } | null;
}

@ObjectType({ description: "A bank account by its last statement until a day, beside the ledger's account that stands for it." })
export class BankBalanceProof {
  @Field(() => LocalDate, { description: 'The day of the closing balance: the ledger is asked for the same.' })
  closedOn!: string;

  @Field(() => BankStatement, { description: 'The statement that ends with it.' })
  statement!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'What the account holds, by the bank.' })
  atBank!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What it holds, by the ledger.' })
  inLedger!: MoneyValue;

  @Field(() => [BankBalanceCount], { description: 'What the gap is made of, by kind: their sum is `atBank` less `inLedger`, to the cent.' })
  counts!: readonly BankBalanceCount[];

  @Field(() => [BankBalanceItem], { description: 'The items one by one; the first 1,000.' })
  items!: readonly BankBalanceItem[];
}

@Resolver()
export class ProveBankBalance {
  @Query(() => BankBalanceProof, { nullable: true, description: "Compares the bank's closing balance with the ledger on any day, with the items that explain the gap. Null where no statement with balances is there by then, and for whoever is limited to places, organisations or programmes." })
  @Requires('transactions.bank.read')
  async bankBalanceProof(
    @Arg('bankAccountId', () => ID, { description: 'Of which account.' }) bankAccountId: string,
    @Arg('on', () => LocalDate, { nullable: true, description: 'On which day; today where left out.' }) on: string | undefined,
    @Ctx() ctx: Context,
  ): Promise<BankBalanceProof | null> {
    if (!isEverywhere(ctx.actor)) return null;
    await noteRead(ctx, { fields: ['Query.bankBalanceProof'], subjects: [] });
    const found = await findBalance(ctx, { bankAccount: uuidOf('bank_account', bankAccountId), on: on ?? ctx.today }, MOST);
    return found ? proofOf(found) : null;
  }
}

function proofOf({ statement, closedOn, currency, atBank, inLedger, counts, first }: FoundBalance): BankBalanceProof {
  const ref = (id: string | null): { readonly id: string } | null => (id === null ? null : { id });
  return {
    closedOn, statement: { id: statement }, atBank: new MoneyValue(atBank, currency), inLedger: new MoneyValue(inLedger, currency),
    counts: counts.map(({ code, count, amount }) => ({ code, description: BALANCE_ITEMS[code], count, amount: new MoneyValue(amount, currency) })),
    items: first.map(({ code, amount, entry, instruction, transaction }) => ({ code, amount: new MoneyValue(amount, currency), entry: ref(entry), instruction: ref(instruction), transaction: ref(transaction) })),
  };
}
