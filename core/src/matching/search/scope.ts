import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { inPlacesOf, placesInSight, seesPerson, seesPlace } from '../../people/scope.js';
import type { Searching } from './run.js';

/** Whether a person's entry `e` is in the actor's sight: by the index where the actor has few places, by the row where many. */
export function entriesOf(ctx: Searching): Sql {
  const here = placedEntriesOf(ctx);
  if (ctx.actor.programmes === null) return here;
  return sql`${here} and exists (select from people.person who where who.id = e.person_id and ${seesPerson(ctx, sql`who`)})`;
}

function placedEntriesOf(ctx: Searching): Sql {
  if (ctx.actor.places === null) return trusted('true');
  if (ctx.reach === 'few') return sql`array[e.place_id] && ${placesInSight}`;
  return ctx.reach ? seesPlace(sql`e.place_id`, ctx.reach) : inPlacesOf(ctx, sql`e.place_id`);
}
