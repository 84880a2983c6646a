import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { Columns, RowScope } from '../kernel/schema/resource.js';
import { ofProgrammes, through } from '../people/scope.js';

const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');

/** Rows of a programme of the actor's, and those that all programmes share. */
export function byProgrammeOrShared(property: string): RowScope {
  return { programmes: (columns) => sql`(${of(columns, property)} is null or ${ofProgrammes(of(columns, property))})` };
}

/** Rows that are seen with a row of such a table. @param table `schema.table`, with a column `programme_id` */
export function throughTable(table: string, property: string): RowScope {
  return through((columns, seen) => sql`exists (select from ${trusted(table)} its where its.id = ${of(columns, property)} and ${seen({ programme: sql`its.programme_id` })})`, byProgrammeOrShared('programme'));
}
