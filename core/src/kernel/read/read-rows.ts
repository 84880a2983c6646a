import type { QueryResult, QueryResultRow } from 'pg';
import type { Reach } from '../access/reach.js';
import { readInScope } from '../access/scope.js';
import type { Context } from '../context.js';
import { preparedName } from '../database/prepared.js';

/**
 * Runs a `select` of a module's own outside of a transaction, with the actor's scope told to the database: without it
 * guarded tables give no rows.
 *
 * @param text each of its columns has a name of its own
 * @param options `prepared` for a text that is always the same; `reach` for what reach of the scope it is written (`readInScope`)
 */
export function readRows<R extends QueryResultRow = QueryResultRow>(
  ctx: Context, text: string, values: readonly unknown[] = [], { prepared = false, reach }: { readonly prepared?: boolean; readonly reach?: Reach | undefined } = {},
): Promise<QueryResult<R>> {
  const scoped = readInScope(ctx.actor, text, values, reach);
  return ctx.platform.pool.query<R>({ ...(prepared && preparedName(scoped.text)), text: scoped.text, values: [...scoped.values] });
}
