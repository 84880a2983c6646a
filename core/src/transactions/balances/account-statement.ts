import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { badInput } from '../../kernel/faults.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Account } from '../account.js';
import { Posting } from '../posting.js';
import { uuidIn } from './ids-in-arguments.js';
import { readStatement, type StatementPlace } from './read-statement.js';

const MOST_LINES = 1_000;

@ObjectType({ description: 'A line of the statement of an account.' })
export class AccountStatementLine {
  @Field(() => Posting, { nullable: true, description: 'The posting.' })
  posting!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'Balance after it.' })
  balance!: MoneyValue;
}

@ObjectType({ description: 'What moved on an account from a day to a day, in the order of days, with the balance after each line.' })
export class AccountStatement {
  @Field(() => Account, { nullable: true, description: 'The account.' })
  account!: { readonly id: string };

  @Field(() => MoneyValue, { description: 'Balance before the first of these lines.' })
  opening!: MoneyValue;

  @Field(() => [AccountStatementLine], { description: 'The lines, at most as many as asked for.' })
  lines!: readonly AccountStatementLine[];

  @Field(() => MoneyValue, { description: 'Balance after the last of these lines.' })
  closing!: MoneyValue;

  @Field(() => String, { nullable: true, description: 'What to give as `after` for the lines that follow; null where none do.' })
  next!: string | null;
}

function readPlace(after: string | null | undefined): StatementPlace | null {
  if (!after) return null;
  const [, day, id] = /^(\d{4}-\d\d-\d\d) ([0-9a-f-]{36})$/.exec(Buffer.from(after, 'base64url').toString()) ?? [];
  if (!day || !id) throw badInput('after takes what a statement gave as `next`.');
  return { day, id };
}

@Resolver()
export class GiveAccountStatement {
  @Query(() => AccountStatement, { nullable: true, description: 'The statement of an account, with a running balance; of the postings that you may see. Null where there is no such account that you may see.' })
  @Requires('transactions.ledger.read')
  async accountStatement(
    @Arg('accountId', () => ID, { description: 'Which account.' }) accountId: string,
    @Arg('from', () => LocalDate, { nullable: true, description: 'First day; the beginning where left out.' }) from: string | null | undefined,
    @Arg('to', () => LocalDate, { nullable: true, description: 'Last day; today where left out.' }) to: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 100, description: `How many lines at most, 1 to ${MOST_LINES}.` }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Where to go on: `next` of the statement before.' }) after: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<AccountStatement | null> {
    if (first < 1 || first > MOST_LINES) throw badInput(`first is 1 to ${MOST_LINES}.`);
    const account = uuidIn('accountId', accountId, 'account') ?? '';
    const found = await readStatement(ctx, { account, from: from ?? null, to: to ?? ctx.today, first: first + 1, after: readPlace(after) });
    if (!found) return null;
    const { currency, opening, lines: read } = found;
    const lines = read.slice(0, first);
    const last = lines.at(-1);
    return {
      account: { id: account }, opening: new MoneyValue(opening, currency), closing: new MoneyValue(last?.balance ?? opening, currency),
      lines: lines.map(({ id, balance }) => ({ posting: { id }, balance: new MoneyValue(balance, currency) })),
      next: last && read.length > first ? Buffer.from(`${last.day} ${last.id}`).toString('base64url') : null,
    };
  }
}
