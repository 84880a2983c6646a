import { sql, trusted } from '../kernel/read/sql.js';
import type { RowScope } from '../kernel/schema/resource.js';
import { byPlace, byProgramme, through } from '../people/scope.js';

/** Rows with a place and a programme. */
export const byPlaceAndProgramme: RowScope = { ...byPlace('place'), ...byProgramme('programme') };

/** A transaction is seen by whoever sees a posting of it: what it says may name whom it pays. */
export const byItsPostings: RowScope = through(({ id }, seen) => sql`exists (
  select from transactions.posting p where p.transaction_id = ${id ?? trusted('null')} and ${seen({ place: sql`p.place_id`, programme: sql`p.programme_id` })})`, byPlaceAndProgramme);

/** Rows of a payment run, which is of a programme. */
export function byRun(property: string): RowScope {
  return through((columns, seen) => sql`exists (select from transactions.payment_run r where r.id = ${columns[property] ?? trusted('null')} and ${seen({ programme: sql`r.programme_id` })})`, byProgramme('programme'));
}
