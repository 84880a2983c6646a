import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byTheSubject, through } from '../scope.js';

const WHO = { id: sql`who.id`, place: sql`who.place_id` };

/** Rows about two persons, of whom the actor sees one. */
export function byEitherPerson(one: string, other: string): RowScope {
  return through((columns, sees) => sql`exists (
    select 1 from people.person who where who.id in (${columns[one] ?? trusted('null')}, ${columns[other] ?? trusted('null')}) and ${sees(WHO)})`, byTheSubject);
}

/** Rows of a merge that the actor may see. */
export function byMerge(property: string): RowScope {
  return through((columns, sees) => sql`exists (
    select 1 from people.person_merge its join people.person who on who.id in (its.survivor_id, its.merged_id)
    where its.id = ${columns[property] ?? trusted('null')} and ${sees(WHO)})`, byTheSubject);
}
