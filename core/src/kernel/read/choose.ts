import type { Context } from '../context.js';
import { compilationOf } from './compilation.js';
import type { ResourceModel } from './model.js';
import { parameters, render, type Sql } from './sql.js';
import { whereSql } from './where.js';

/** Which rows a filter chooses. */
export interface Choice {
  /** A condition on the row, which sees of other rows what the actor sees. */
  readonly holds: Sql;
  /** What the filter takes beyond seeing the row's resource. */
  readonly permissions: readonly string[];
}

/**
 * The filter of a list, of its `Where` type, for a statement of one's own. Whoever filters by it must see the resource itself and hold
 * its permissions, since a filter tells what it asks for; see `permitted`.
 *
 * @param where as GraphQL gave it, or as it came back from JSON
 * @throws GraphQLError BAD_USER_INPUT where it holds what no filter may
 */
export function choose(ctx: Context, resource: ResourceModel, row: Sql, where: object, path = 'where'): Choice {
  const { schema, model } = ctx.platform;
  const compilation = compilationOf({ schema, model, largestPage: 0 }, ctx, { raw: false, fragments: {}, variables: {}, pin: () => undefined });
  const holds = whereSql(compilation, resource, row, { value: where, path, get: () => where, from: [] });
  // Ids are read when a statement's parameters are: what is wrong with one is told now.
  parameters(render(holds), { ctx, variables: {} });
  return { holds, permissions: [...compilation.permissions] };
}
