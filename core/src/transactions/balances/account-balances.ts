import { IsOptional } from 'class-validator';
import { Arg, Ctx, Field, ID, InputType, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Place } from '../../people/places/place.js';
import { Programme } from '../../programmes/programme.js';
import { Account } from '../account.js';
import { uuidIn } from './ids-in-arguments.js';
import { sumTotals, type SummedTotals } from './sum-totals.js';

/** What balances are told apart by, beside their currency. */
export enum AccountBalanceBy {
  ACCOUNT = 'ACCOUNT',
  PURPOSE = 'PURPOSE',
  PROGRAMME = 'PROGRAMME',
  FUNDER = 'FUNDER',
  PLACE = 'PLACE',
  PERIOD = 'PERIOD',
}
registerEnumType(AccountBalanceBy, {
  name: 'AccountBalanceBy',
  description: 'What balances are told apart by, beside their currency.',
  valuesConfig: {
    ACCOUNT: { description: 'The account: a trial balance.' },
    PURPOSE: { description: 'What accounts are for, such as PAYABLE.' },
    PROGRAMME: { description: 'The programme of the postings.' },
    FUNDER: { description: 'Who funds them.' },
    PLACE: { description: 'The place of the postings.' },
    PERIOD: { description: 'The first day of the benefit period that they are for.' },
  },
});

const MOST_ROWS = 5_000;

@InputType({ description: 'Which postings are summed; all of them where nothing is said.' })
export class AccountBalancesWhere {
  @Field(() => ID, { nullable: true, description: 'Those on this account.' })
  @IsOptional()
  accountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those of this programme.' })
  @IsOptional()
  programmeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those of this funder.' })
  @IsOptional()
  funderId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Those on accounts for these purposes.' })
  @IsOptional()
  purposes?: string[] | null;
}

@ObjectType({ description: 'Sums of postings that are told apart by what was asked; what was not asked is null.' })
export class AccountBalances {
  @Field(() => Account, { nullable: true, description: 'The account.' })
  account!: { readonly id: string } | null;

  @Field(() => String, { nullable: true, description: 'What the accounts are for.' })
  purpose!: string | null;

  @Field(() => Programme, { nullable: true, description: 'The programme; null for postings of none.' })
  programme!: { readonly id: string } | null;

  @Field(() => Organisation, { nullable: true, description: 'The funder; null for postings of none.' })
  funder!: { readonly id: string } | null;

  @Field(() => Place, { nullable: true, description: 'The place; null for postings of none.' })
  place!: { readonly id: string } | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the benefit period; null for postings of none.' })
  periodFrom!: string | null;

  @Field(() => MoneyValue, { description: 'Balance before the first day asked: debits less credits; nothing where no first day is given.' })
  opening!: MoneyValue;

  @Field(() => MoneyValue, { description: 'Sum of the debits from the first day to the last.' })
  debit!: MoneyValue;

  @Field(() => MoneyValue, { description: 'Sum of the credits from the first day to the last, as a positive amount.' })
  credit!: MoneyValue;

  @Field(() => MoneyValue, { description: 'Balance at the end of the last day: opening, and debits less credits.' })
  balance!: MoneyValue;
}

@ObjectType({ description: 'Balances of the ledger at a day.' })
export class TrialBalance {
  @Field(() => [AccountBalances], { description: 'The balances, at most as many as asked for.' })
  rows!: readonly AccountBalances[];

  @Field(() => Boolean, { description: 'Whether there are more rows than were asked for.' })
  more!: boolean;

  @Field(() => [AccountBalances], { description: 'Sums of all rows by currency: over the whole ledger debits and credits are the same.' })
  totals!: readonly AccountBalances[];

  @Field(() => Boolean, { nullable: true, description: 'Whether the postings themselves come to the same rows and totals, of the same moment; null where `prove` was not asked.' })
  proved!: boolean | null;
}

const ref = (id: string | null | undefined): { readonly id: string } | null => (id ? { id } : null);

function told({ currency, ...row }: SummedTotals): AccountBalances {
  const money = (amount: string): MoneyValue => new MoneyValue(amount, currency);
  return {
    account: ref(row.account), purpose: row.purpose ?? null, programme: ref(row.programme), funder: ref(row.funder), place: ref(row.place), periodFrom: row.period ?? null,
    opening: money(row.opening), debit: money(row.debit), credit: money(row.credit), balance: money(row.balance),
  };
}

@Resolver()
export class GiveAccountBalances {
  @Query(() => TrialBalance, { description: 'The books of any day: balances at its end, told apart as asked. From kept totals, of the postings that you may see, all of one moment.' })
  @Requires('transactions.ledger.read')
  async accountBalances(
    @Arg('on', () => LocalDate, { nullable: true, description: 'Last day; today where left out.' }) on: string | null | undefined,
    @Arg('from', () => LocalDate, { nullable: true, description: 'First day, where debits and credits of a time are asked for.' }) from: string | null | undefined,
    @Arg('by', () => [AccountBalanceBy], { defaultValue: [AccountBalanceBy.ACCOUNT], description: 'What they are told apart by.' }) by: AccountBalanceBy[],
    @Arg('where', () => AccountBalancesWhere, { nullable: true, description: 'Which postings.' }) where: AccountBalancesWhere | null | undefined,
    @Arg('first', () => Int, { defaultValue: 500, description: `How many rows at most, 1 to ${MOST_ROWS}.` }) first: number,
    @Arg('prove', () => Boolean, { defaultValue: false, description: 'Whether the postings are summed as well, one by one, and compared: for books that are signed, since it reads every posting until the day.' }) prove: boolean,
    @Ctx() ctx: Context,
  ): Promise<TrialBalance> {
    if (first < 1 || first > MOST_ROWS) throw badInput(`first is 1 to ${MOST_ROWS}.`);
    if (from && from > (on ?? ctx.today)) throw badInput('from is not after on.');
    const asked = {
      on: on ?? ctx.today, from: from ?? null, purposes: where?.purposes ?? null,
      account: uuidIn('accountId', where?.accountId, 'account'), programme: uuidIn('programmeId', where?.programmeId, 'programme'), funder: uuidIn('funderId', where?.funderId, 'organisation'),
    };
    const { rows, totals, proved } = await sumTotals(ctx, asked, { by: [...new Set(by)], most: first + 1, prove });
    return { rows: rows.slice(0, first).map(told), more: rows.length > first, totals: totals.map(told), proved };
  }
}
