import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byTheSubject, through } from '../../people/scope.js';

/** Pairs of whom the actor sees both: who may see one only cannot tell whether they are the same. */
export function byBothPersons(one: string, other: string): RowScope {
  return through((columns, sees) => {
    const [first, second] = [one, other].map((property) => sql`exists (
      select 1 from people.person who where who.id = ${columns[property] ?? trusted('null')} and ${sees({ id: sql`who.id`, place: sql`who.place_id` })})`);
    return sql`(${first ?? trusted('false')} and ${second ?? trusted('false')})`;
  }, byTheSubject);
}
