import type { RowScope } from '../kernel/schema/resource.js';
import { fromContext, sql, trusted } from '../kernel/read/sql.js';

const placesOfActor = fromContext((ctx) => ctx.actor.places ?? [], 'text[]');

/** Rows that are in one of the actor's places or below it. Places are numbered in preorder, so a subtree is an interval. */
export function byPlace(property: string): RowScope {
  return (columns) => sql`exists (
    select 1 from people.place here, people.place root
    where here.id = ${columns[property] ?? trusted('null')} and root.code = any(${placesOfActor})
      and here.number between root.number and root.last_number)`;
}

/** Rows of a household that lives in one of the actor's places or below it. */
export function byHousehold(property: string): RowScope {
  return (columns) => sql`exists (
    select 1 from people.household its, people.place here, people.place root
    where its.id = ${columns[property] ?? trusted('null')} and here.id = its.place_id and root.code = any(${placesOfActor})
      and here.number between root.number and root.last_number)`;
}
