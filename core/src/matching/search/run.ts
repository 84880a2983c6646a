import type { QueryResultRow } from 'pg';
import type { Reach } from '../../kernel/access/reach.js';
import type { Context } from '../../kernel/context.js';
import { parameters, render, type Sql } from '../../kernel/read/sql.js';
import { readRows } from '../../kernel/read/read-rows.js';

/** Who searches, and for what reach of their places the statements are written. */
export interface Searching extends Context {
  readonly reach?: Reach | undefined;
}

/**
 * Runs composed SQL, in the transaction where there is one. Not by name: the words asked for decide which index is best, so
 * each statement is planned for its own.
 */
export async function run<R extends QueryResultRow>(ctx: Searching, piece: Sql): Promise<readonly R[]> {
  const statement = render(piece);
  const values = parameters(statement, { ctx, variables: {} });
  if (ctx.tx) return (await ctx.tx.query<R>(statement.text, values)).rows;
  ctx.platform.onStatement(statement.text);
  return (await readRows<R>(ctx, statement.text, values, { reach: ctx.reach })).rows;
}
