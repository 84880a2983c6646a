import type { Context } from '../../kernel/context.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { inPlacesOf, seesPerson } from '../../people/scope.js';
import { run } from './run.js';

/** With more places than this, looking each up in the index costs more than reading the rows. */
const MOST_BY_INDEX = 100;

/** Whether a person's entry `e` is in the actor's sight: by the index where the actor has few places, by the row where many. */
export async function entriesOf(ctx: Context): Promise<Sql> {
  const here = await placedEntriesOf(ctx);
  if (ctx.actor.programmes === null) return here;
  return sql`${here} and exists (select from people.person who where who.id = e.person_id and ${seesPerson(ctx, sql`who`)})`;
}

async function placedEntriesOf(ctx: Context): Promise<Sql> {
  if (ctx.actor.places === null) return trusted('true');
  const places = await run<{ id: string }>(ctx, sql`select p.id from people.place p where ${inPlacesOf(ctx, sql`p.id`)} limit ${MOST_BY_INDEX + 1}`);
  return places.length > MOST_BY_INDEX ? inPlacesOf(ctx, sql`e.place_id`) : sql`array[e.place_id] && ${places.map(({ id }) => id)}::uuid[]`;
}
