import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { MoneyValue } from '../../kernel/schema/money.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Account } from '../account.js';

/** Balances of accounts at the end of a day, in the order asked, with one statement: of all that was posted, whoever asks. */
async function balances(ctx: Context, ids: readonly string[], day: string): Promise<readonly MoneyValue[]> {
  const { rows } = await readRows<{ id: string; amount: string; currency: string }>(withoutLimits(ctx), `select a.id, round(coalesce(moved.amount, 0), c.minor_digits)::text as amount, a.currency
     from transactions.account a join transactions.currency c on c.code = a.currency
     left join (select account_id, sum(debit) - sum(credit) as amount from transactions.account_total where account_id = any($1) and occurred_on <= $2 group by account_id) moved
       on moved.account_id = a.id
     where a.id = any($1)`,
    [ids, day],
  );
  const found = new Map(rows.map(({ id, amount, currency }) => [id, new MoneyValue(amount, currency)]));
  return ids.map((id) => found.get(id) ?? new MoneyValue('0', 'XXX'));
}

@Resolver(() => Account)
export class AccountBalance {
  @FieldResolver(() => MoneyValue, { description: 'Its balance at the end of a day: debits are positive, credits negative.' })
  @Requires('transactions.ledger.read')
  @Needs('currency')
  balance(
    @Root() account: { readonly id: string },
    @Arg('asOf', () => LocalDate, { nullable: true, description: 'Which day; today where left out.' }) asOf: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<MoneyValue> {
    const day = asOf ?? ctx.today;
    return ctx.reads.loader<string, MoneyValue>(`transactions.balance:${day}`, (ids) => balances(ctx, ids, day)).load(account.id);
  }
}
