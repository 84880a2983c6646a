import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { Context } from '../kernel/context.js';

/** Whether the actor may act on rows of a place; rows without one are for actors of every place. */
export function inPlacesOf(ctx: Context, place: Sql): Sql {
  if (ctx.actor.places === null) return trusted('true');
  return sql`exists (select from people.place here, people.place root
    where here.id = ${place} and root.code = any(${ctx.actor.places}::text[]) and here.number between root.number and root.last_number)`;
}
