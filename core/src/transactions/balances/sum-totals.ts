import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { join, parameters, render, sql, trusted, type Sql } from '../../kernel/read/sql.js';
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

/** The postings themselves, in the shape of kept totals. */
const POSTINGS = trusted(`(select p.account_id, p.currency, p.occurred_on, p.programme_id, p.place_id, p.funder_id, p.period_from, greatest(p.amount, 0) as debit, greatest(-p.amount, 0) as credit from transactions.posting p)`);
const TOTALS = trusted('transactions.account_total');
const SUMS = ['opening', 'debit', 'credit', 'balance'];

export interface Summed {
  /** At most as many as were asked for, in the order of what they are told apart by. */
  readonly rows: readonly SummedTotals[];
  /** Sums of all rows, also of those that are not here, by currency. */
  readonly totals: readonly SummedTotals[];
  /** Whether the postings themselves come to the same rows; null where that was not asked. */
  readonly proved: boolean | null;
}

/** A query of sums by what is asked and by currency, of totals or postings. */
function sums(from: Sql, asked: TotalsAsked, by: readonly AccountBalanceBy[]): Sql {
  const columns = by.map((each) => COLUMN[each]);
  const order = trusted([...columns.map(([, , ordered]) => ordered), 't.currency'].join(', '));
  const groups = [...new Set([...columns.flatMap(([, column, ordered]) => [column, ordered]), 't.currency', 'c.minor_digits'])];
  const inTime = asked.from === null ? trusted('true') : sql`t.occurred_on >= ${asked.from}::date`;
  const before = asked.from === null ? trusted('false') : sql`t.occurred_on < ${asked.from}::date`;
  const conditions = [
    sql`t.occurred_on <= ${asked.on}::date`,
    ...(asked.account ? [sql`t.account_id = ${asked.account}::uuid`] : []),
    ...(asked.programme ? [sql`t.programme_id = ${asked.programme}::uuid`] : []),
    ...(asked.funder ? [sql`t.funder_id = ${asked.funder}::uuid`] : []),
    ...(asked.purposes ? [sql`a.purpose = any(${asked.purposes}::text[])`] : []),
  ];
  return sql`
    select ${join(columns.map(([name, column]) => trusted(`${column} as ${name}, `)), '')}t.currency, c.minor_digits as digits, row_number() over (order by ${order}) as nth,
      coalesce(sum(t.debit - t.credit) filter (where ${before}), 0) as opening, coalesce(sum(t.debit) filter (where ${inTime}), 0) as debit, coalesce(sum(t.credit) filter (where ${inTime}), 0) as credit, sum(t.debit - t.credit) as balance
    from ${from} t join transactions.account a on a.id = t.account_id join transactions.currency c on c.code = t.currency
    where ${join(conditions, ' and ')} group by ${trusted(groups.join(', '))}`;
}

/**
 * Sums of kept totals until a day, by what is asked and by currency, of rows that the actor may see: rows, totals and proof with one statement,
 * so that they are of one moment however much is booked meanwhile.
 *
 * @param most rows
 * @param prove whether the postings are summed as well, one by one
 */
export async function sumTotals(ctx: Context, asked: TotalsAsked, { by, most, prove }: { readonly by: readonly AccountBalanceBy[]; readonly most: number; readonly prove: boolean }): Promise<Summed> {
  const names = by.map((each) => COLUMN[each][0]);
  const rounded = (sum: (amount: string) => string): string => SUMS.map((amount) => `'${amount}', round(${sum(amount)}, digits)::text`).join(', ');
  const row = trusted(`jsonb_build_object(${[...names.map((name) => `'${name}', ${name}`), "'currency', currency", rounded((amount) => amount)].join(', ')})`);
  const total = trusted(`jsonb_build_object('currency', currency, ${rounded((amount) => `sum(${amount})`)})`);
  const compared = trusted([...names, 'currency', ...SUMS].join(', '));
  const statement = render(sql`
    with summed as materialized (${sums(TOTALS, asked, by)})${prove ? sql`, posted as materialized (${sums(POSTINGS, asked, by)})` : trusted('')}
    select coalesce((select jsonb_agg(${row} order by nth) from summed where nth <= ${most}::int), '[]') as rows,
      coalesce((select jsonb_agg(its.total order by its.currency) from (select currency, ${total} as total from summed group by currency, digits) its), '[]') as totals,
      ${prove ? sql`not exists ((select ${compared} from summed except select ${compared} from posted) union all (select ${compared} from posted except select ${compared} from summed))` : trusted('null::boolean')} as proved`);
  ctx.platform.onStatement(statement.text);
  const { rows: [found] } = await readRows<Summed & Record<string, unknown>>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return found ?? { rows: [], totals: [], proved: null };
}
