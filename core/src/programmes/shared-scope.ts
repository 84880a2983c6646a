import type { Context } from '../kernel/context.js';
import { inScope } from '../kernel/read/in-scope.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { Columns, RowScope } from '../kernel/schema/resource.js';
import { byPerson, ofProgrammes, through } from '../people/scope.js';

const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');

/** Rows of a programme of the actor's, and those that all programmes share. */
export function byProgrammeOrShared(property: string): RowScope {
  return { programmes: (columns) => sql`(${of(columns, property)} is null or ${ofProgrammes(of(columns, property))})` };
}

/** For writes: whether the actor sees what is of a programme, or of all of them. */
export function ofProgrammeOrShared(ctx: Context, programme: Sql): Sql {
  return inScope(ctx, byProgrammeOrShared('programme'), { programme });
}

/** Rows about a person that may be of one programme: whoever sees the person sees those of their programmes, and those that hold in all. */
export function byPersonOfProgrammeIfAny(person: string, programme: string): RowScope {
  const [ofPerson, ofProgramme] = [byPerson(person), byProgrammeOrShared(programme)];
  return { ...ofPerson, programmes: (columns, reach) => sql`(${ofPerson.programmes?.(columns, reach) ?? trusted('false')} and ${ofProgramme.programmes?.(columns, reach) ?? trusted('false')})` };
}

/** Rows that are seen with a row of such a table. @param table `schema.table`, with a column `programme_id` */
export function throughTable(table: string, property: string): RowScope {
  return through((columns, seen) => sql`exists (select from ${trusted(table)} its where its.id = ${of(columns, property)} and ${seen({ programme: sql`its.programme_id` })})`, byProgrammeOrShared('programme'));
}
