import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byPlace } from '../scope.js';

/** An organisation is seen by those in whose places it has its seat or works; without a seat, by everybody with the permission. */
function seen(id: Sql, place: Sql): Sql {
  const within = byPlace('place');
  return sql`(${place} is null or ${within({ place })} or exists (
    select 1 from people.organisation_place works where works.organisation_id = ${id} and works.valid_to is null and ${within({ place: sql`works.place_id` })}))`;
}

export const byItself: RowScope = (columns) => seen(columns['id'] ?? trusted('null'), columns['place'] ?? trusted('null'));

/** Rows of an organisation that the actor may see. */
export function byOrganisation(property: string): RowScope {
  return (columns) => sql`exists (select 1 from people.organisation its where its.id = ${columns[property] ?? trusted('null')} and ${seen(sql`its.id`, sql`its.place_id`)})`;
}
