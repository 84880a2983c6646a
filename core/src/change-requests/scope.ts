import { fromContext, sql, trusted } from '../kernel/read/sql.js';
import type { RowScope } from '../kernel/schema/resource.js';
import { byPersonOrHousehold, byPlace, through } from '../people/scope.js';

/**
 * Where the person or household lives now; the place of the row where it is about neither, as of one who is registered by it.
 * What one asked for oneself is seen everywhere.
 *
 * @param asker property that says who asked
 */
export function bySubject(asker: string): RowScope {
  return through((columns, seen) => sql`(${columns[asker] ?? trusted('null')} = ${fromContext((ctx) => ctx.actor.id, 'text')} or ${seen(columns)})`, {
    ...byPersonOrHousehold('person', 'household'),
    places: (columns, reach) => sql`case when coalesce(${columns['person'] ?? trusted('null')}, ${columns['household'] ?? trusted('null')}) is null
      then ${byPlace('place').places?.(columns, reach) ?? trusted('true')} else ${byPersonOrHousehold('person', 'household').places?.(columns, reach) ?? trusted('true')} end`,
  });
}

/** Rows that are seen with the change request that they belong to. */
export const byRequest: RowScope = through(
  (columns, seen) => sql`exists (select from change_requests.change_request whole where whole.id = ${columns['request'] ?? trusted('null')}
    and ${seen({ madeBy: sql`whole.made_by`, person: sql`whole.person_id`, household: sql`whole.household_id`, place: sql`whole.place_id` })})`,
  bySubject('madeBy'),
);
