import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byPlace } from '../scope.js';

const inPlaces = byPlace('place')({ place: sql`who.place_id` });

/** Rows about two persons, of whom one lives in the actor's places. */
export function byEitherPerson(one: string, other: string): RowScope {
  return (columns) => sql`exists (
    select 1 from people.person who where who.id in (${columns[one] ?? trusted('null')}, ${columns[other] ?? trusted('null')}) and ${inPlaces})`;
}

/** Rows of a merge that the actor may see. */
export function byMerge(property: string): RowScope {
  return (columns) => sql`exists (
    select 1 from people.person_merge its join people.person who on who.id in (its.survivor_id, its.merged_id)
    where its.id = ${columns[property] ?? trusted('null')} and ${inPlaces})`;
}
