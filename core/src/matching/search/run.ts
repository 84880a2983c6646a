import type { QueryResultRow } from 'pg';
import type { Context } from '../../kernel/context.js';
import { parameters, render, type Sql } from '../../kernel/read/sql.js';
import { readRows } from '../../kernel/read/read-rows.js';

/**
 * Runs composed SQL, in the transaction where there is one. Not by name: the words asked for decide which index is best, so
 * each statement is planned for its own.
 */
export async function run<R extends QueryResultRow>(ctx: Context, piece: Sql): Promise<readonly R[]> {
  const statement = render(piece);
  const values = parameters(statement, { ctx, variables: {} });
  if (ctx.tx) return (await ctx.tx.query<R>(statement.text, values)).rows;
  ctx.platform.onStatement(statement.text);
  return (await readRows<R>(ctx, statement.text, values)).rows;
}
