import type { Context } from '../../kernel/context.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { parameters, render, sql } from '../../kernel/read/sql.js';
import { resourceOptions } from '../../kernel/schema/resource.js';
import { Account } from '../account.js';

/** After which posting a page begins. */
export interface StatementPlace {
  readonly day: string;
  readonly id: string;
}

/** Days are ISO, ids UUIDs. */
export interface StatementAsked {
  readonly account: string;
  readonly from: string | null;
  readonly to: string;
  readonly first: number;
  readonly after: StatementPlace | null;
}

interface StatementRead {
  readonly currency: string;
  readonly opening: string;
  readonly lines: readonly { readonly id: string; readonly day: string; readonly balance: string }[];
}

/**
 * A page of a statement with one statement: what came before is the kept totals of earlier days and, further into a day,
 * that day's postings until there.
 */
export async function readStatement(ctx: Context, { account, from, to, first, after }: StatementAsked): Promise<StatementRead | undefined> {
  const begin = after ? sql`${after.day}::date` : sql`coalesce(${from}::date, '-infinity'::date)`;
  const sameDay = after
    ? sql`(select coalesce(sum(p.amount), 0) from transactions.posting p where p.account_id = a.id and p.occurred_on = ${after.day}::date and p.id <= ${after.id}::uuid)`
    : sql`0`;
  const beyond = after ? sql`(p.occurred_on, p.id) > (${after.day}::date, ${after.id}::uuid)` : sql`p.occurred_on >= ${begin}`;
  const statement = render(sql`
    with its as materialized (
      select a.id, a.currency, c.minor_digits as digits,
        (select coalesce(sum(t.debit - t.credit), 0) from transactions.account_total t where t.account_id = a.id and t.occurred_on < ${begin}) + ${sameDay} as opening
      from transactions.account a join transactions.currency c on c.code = a.currency
      where a.id = ${account}::uuid and ${inScope(ctx, resourceOptions(Account)?.scope, { programme: sql`a.programme_id` })}),
    page as (
      select p.id, p.occurred_on, p.amount from transactions.posting p
      where p.account_id = (select its.id from its) and p.occurred_on <= ${to}::date and ${beyond} order by p.occurred_on, p.id limit ${first}::int)
    select its.currency, round(its.opening, its.digits)::text as opening, coalesce((
      select json_agg(json_build_object('id', l.id, 'day', l.occurred_on, 'balance', round(its.opening + l.so_far, its.digits)::text) order by l.occurred_on, l.id)
      from (select page.*, sum(page.amount) over (order by page.occurred_on, page.id) as so_far from page) l), '[]') as lines
    from its`);
  ctx.platform.onStatement(statement.text);
  const { rows: [found] } = await readRows<StatementRead & Record<string, unknown>>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return found;
}
