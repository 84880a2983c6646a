import type { QueryResult, QueryResultRow } from 'pg';
import { parameters, render, type Sql } from '../read/sql.js';
import type { TxContext } from './transaction.js';

/** Runs composed SQL in the transaction. */
export function ask<R extends QueryResultRow = QueryResultRow>(ctx: TxContext, piece: Sql): Promise<QueryResult<R>> {
  const statement = render(piece);
  return ctx.tx.query<R>(statement.text, parameters(statement, { ctx, variables: {} }));
}
