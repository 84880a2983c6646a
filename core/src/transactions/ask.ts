import type { QueryResult, QueryResultRow } from 'pg';
import { parameters, render, type Sql } from '../kernel/read/sql.js';
import type { TxContext } from '../kernel/write/transaction.js';

/** Runs composed SQL in the transaction. */
export function ask<R extends QueryResultRow>(ctx: TxContext, piece: Sql): Promise<QueryResult<R>> {
  const statement = render(piece);
  return ctx.tx.query<R>(statement.text, parameters(statement, { ctx, variables: {} }));
}
