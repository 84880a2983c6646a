import { sql, type Sql } from './sql.js';

/**
 * The first of two ids that is there. `coalesce` says the same, but PostgreSQL does not count it among what tells nothing of a row: held against the id of a table
 * with policies it finds no index, and goes through all of the table instead.
 */
export function orElse(first: Sql, second: Sql): Sql {
  return sql`case when ${first} is not null then ${first} else ${second} end`;
}
