import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';

/** PostgreSQL takes 100 arguments; an object has two of them for each name. */
const AT_ONCE = 50;

/** A jsonb object with values of any number; the names are parameters of the statement. */
export function jsonObject(pairs: readonly (readonly [string, Sql])[]): Sql {
  const parts = chunks(pairs).map((some) => sql`jsonb_build_object(${join(some.map(([name, value]) => sql`${name}::text, ${value}`), ', ')})`);
  return parts.length === 0 ? trusted("'{}'::jsonb") : sql`(${join(parts, ' || ')})`;
}

export function jsonArray(items: readonly Sql[]): Sql {
  const parts = chunks(items).map((some) => sql`jsonb_build_array(${join(some, ', ')})`);
  return parts.length === 0 ? trusted("'[]'::jsonb") : sql`(${join(parts, ' || ')})`;
}

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, index) => all.slice(index * AT_ONCE, (index + 1) * AT_ONCE));
}
