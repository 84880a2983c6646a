import { limitedIn } from '../access/scope.js';
import type { Context } from '../context.js';
import type { Columns, RowScope } from '../schema/resource.js';
import { join, sql, trusted, type Sql } from './sql.js';

/** For writes: whether the actor may act on a row, in every dimension in which they have a limit. */
export function inScope(ctx: Context, scope: RowScope | undefined, columns: Columns): Sql {
  const conditions = limitedIn(ctx.actor).flatMap((dimension) => scope?.[dimension]?.(columns) ?? []);
  return conditions.length === 0 ? trusted('true') : sql`(${join(conditions, ' and ')})`;
}
