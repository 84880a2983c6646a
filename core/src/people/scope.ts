import type { RowScope } from '../kernel/schema/resource.js';
import { fromContext, sql, trusted } from '../kernel/read/sql.js';

const placesOfActor = fromContext((ctx) => ctx.actor.places ?? [], 'uuid[]');

/** Rows that are in one of the actor's places or below it. Places are numbered in preorder, so a subtree is an interval. */
export function byPlace(property: string): RowScope {
  return (columns) => sql`exists (
    select 1 from people.place here, people.place root
    where here.id = ${columns[property] ?? trusted('null')} and root.id = any(${placesOfActor})
      and here.number between root.number and root.last_number)`;
}
