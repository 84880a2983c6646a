import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { RowScope } from '../kernel/schema/resource.js';
import { byPlace } from '../people/scope.js';

/** A transaction is seen by whoever sees a posting of it: what it says may name whom it pays. */
export const byItsPostings: RowScope = ({ id }) => bySeenPosting(id ?? trusted('null'));

function bySeenPosting(transaction: Sql): Sql {
  return sql`exists (select from transactions.posting p where p.transaction_id = ${transaction} and ${byPlace('place')({ place: sql`p.place_id` })})`;
}
