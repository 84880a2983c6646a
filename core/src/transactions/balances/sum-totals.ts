import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { join, parameters, render, sql, trusted } from '../../kernel/read/sql.js';
import type { AccountBalanceBy } from './account-balances.js';

/** Which totals are summed; null is no limit. Days are ISO, the rest UUIDs. */
export interface TotalsAsked {
  readonly on: string;
  readonly from: string | null;
  readonly account: string | null;
  readonly programme: string | null;
  readonly funder: string | null;
  readonly purposes: readonly string[] | null;
}

/** A sum, with what it is told apart by. Amounts have as many digits as their currency. */
export interface SummedTotals {
  readonly currency: string;
  readonly account?: string | null;
  readonly purpose?: string | null;
  readonly programme?: string | null;
  readonly funder?: string | null;
  readonly place?: string | null;
  readonly period?: string | null;
  readonly opening: string;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
}

/** Columns of the kept totals t, and of the account a where it is needed. */
const COLUMN: Readonly<Record<AccountBalanceBy, readonly [name: string, column: string, order: string]>> = {
  ACCOUNT: ['account', 't.account_id', 'a.code'],
  PURPOSE: ['purpose', 'a.purpose', 'a.purpose'],
  PROGRAMME: ['programme', 't.programme_id', 't.programme_id'],
  FUNDER: ['funder', 't.funder_id', 't.funder_id'],
  PLACE: ['place', 't.place_id', 't.place_id'],
  PERIOD: ['period', 't.period_from::text', 't.period_from::text'],
};

/** Sums of kept totals until a day, by what is asked and by currency, with one statement; of rows that the actor may see. */
export async function sumTotals(ctx: Context, asked: TotalsAsked, by: readonly AccountBalanceBy[], most: number): Promise<readonly SummedTotals[]> {
  const columns = by.map((each) => COLUMN[each]);
  const told = columns.map(([name, column]) => trusted(`${column} as ${name}, `));
  const groups = [...new Set([...columns.flatMap(([, column, order]) => [column, order]), 't.currency', 'c.minor_digits'])];
  const inTime = asked.from === null ? trusted('true') : sql`t.occurred_on >= ${asked.from}::date`;
  const before = asked.from === null ? trusted('false') : sql`t.occurred_on < ${asked.from}::date`;
  const conditions = [
    sql`t.occurred_on <= ${asked.on}::date`,
    ...(asked.account ? [sql`t.account_id = ${asked.account}::uuid`] : []),
    ...(asked.programme ? [sql`t.programme_id = ${asked.programme}::uuid`] : []),
    ...(asked.funder ? [sql`t.funder_id = ${asked.funder}::uuid`] : []),
    ...(asked.purposes ? [sql`a.purpose = any(${asked.purposes}::text[])`] : []),
  ];
  const statement = render(sql`
    select ${join(told, '')}t.currency, round(coalesce(sum(t.debit - t.credit) filter (where ${before}), 0), c.minor_digits)::text as opening,
      round(coalesce(sum(t.debit) filter (where ${inTime}), 0), c.minor_digits)::text as debit, round(coalesce(sum(t.credit) filter (where ${inTime}), 0), c.minor_digits)::text as credit,
      round(sum(t.debit - t.credit), c.minor_digits)::text as balance
    from transactions.account_total t join transactions.account a on a.id = t.account_id join transactions.currency c on c.code = t.currency
    where ${join(conditions, ' and ')} group by ${trusted(groups.join(', '))}
    order by ${trusted([...columns.map(([, , order]) => order), 't.currency'].join(', '))} limit ${most}::int`);
  ctx.platform.onStatement(statement.text);
  const { rows } = await readRows<SummedTotals & Record<string, string>>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return rows;
}
