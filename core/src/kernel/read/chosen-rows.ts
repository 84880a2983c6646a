import { permitted } from '../access/authorise.js';
import type { Context } from '../context.js';
import type { Class } from '../module/define-module.js';
import { choose } from './choose.js';
import type { Sql } from './sql.js';

/**
 * Whether a row is among those that a filter of a resource's lists chooses, for a statement of a module's own: give it rows that the
 * actor sees. A filter tells what it asks for, so whoever uses it holds the permissions of all that it asks.
 *
 * @param row alias of a row of the resource's table
 * @param where of an input's `WhereField`
 * @throws GraphQLError FORBIDDEN where a permission is missing, BAD_USER_INPUT where it holds what no filter may
 */
export function chosenRows(ctx: Context, of: () => Class, row: Sql, where: object, path = 'where'): Sql {
  const resource = ctx.platform.model.byClass.get(of());
  if (!resource) throw new Error(`${of().name} is no resource of the platform`);
  const { permissions } = choose(ctx, resource, row, where, path);
  return choose(permitted(ctx, [resource.read, ...permissions]), resource, row, where, path).holds;
}
