import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byPlace } from '../../people/scope.js';

/** Pairs of whom both live in the actor's places: who may see one only cannot tell whether they are the same. */
export function byBothPersons(one: string, other: string): RowScope {
  const lives = (property: string): RowScope => (columns) => sql`exists (
    select 1 from people.person who where who.id = ${columns[property] ?? trusted('null')} and ${byPlace('place')({ place: sql`who.place_id` })})`;
  return (columns) => sql`(${lives(one)(columns)} and ${lives(other)(columns)})`;
}
