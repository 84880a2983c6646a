import type { Context } from '../kernel/context.js';
import { fromContext, sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { RowScope } from '../kernel/schema/resource.js';

const placesOfActor = fromContext((ctx) => ctx.actor.places ?? [], 'text[]');

/** Whether a place is one of the actor's or below one. Places are numbered in preorder, so a subtree is an interval. */
function within(place: Sql): Sql {
  return sql`exists (
    select 1 from people.place here, people.place root
    where here.id = ${place} and root.code = any(${placesOfActor}) and here.number between root.number and root.last_number)`;
}

/** Rows that are in one of the actor's places or below it. */
export function byPlace(property: string): RowScope {
  return (columns) => within(columns[property] ?? trusted('null'));
}

/** Rows of a household that lives in one of the actor's places or below it. */
export function byHousehold(property: string): RowScope {
  return (columns) => sql`exists (select 1 from people.household its where its.id = ${columns[property] ?? trusted('null')} and ${within(sql`its.place_id`)})`;
}

/** Rows of a person who lives in one of the actor's places or below it. */
export function byPerson(property: string): RowScope {
  return (columns) => sql`exists (select 1 from people.person its where its.id = ${columns[property] ?? trusted('null')} and ${within(sql`its.place_id`)})`;
}

/** For writes: whether the actor may act on rows of a place; rows without one are for actors of every place. */
export function inPlacesOf(ctx: Context, place: Sql): Sql {
  return ctx.actor.places === null ? trusted('true') : within(place);
}

/** For writes: whether the actor may act on rows of a person. */
export function seesPerson(ctx: Context, person: Sql): Sql {
  return ctx.actor.places === null ? trusted('true') : byPerson('person')({ person });
}
