import type { Module } from '../kernel/module/define-module.js';
import { UNTOLD_TABLES } from '../privacy/personal-tables.js';
import type { TestPlatform } from './start-test-platform.js';

/** Columns of texts, documents and bytes that an erasure leaves and that no constraint keeps to codes: anything may stand in them. `$1` is a schema. */
const WORDS_THAT_STAY = `
  select p.table_name || '.' || a.attname as column from kernel.personal_table p join pg_attribute a on a.attrelid = to_regclass(p.table_name) join pg_type y on y.oid = a.atttypid
  where split_part(p.table_name, '.', 1) = $1 and p.on_erasure <> 'DELETE' and a.attnum > 0 and not a.attisdropped and y.typname in ('text', 'varchar', 'json', 'jsonb', 'bytea', '_text', '_bytea')
    and not p.replaced ? a.attname::text and a.attname !~ '_by$|^currency$'
    and not exists (select from pg_constraint c where c.conrelid = a.attrelid and a.attnum = any (c.conkey) and (c.contype = 'f' or (c.contype = 'c' and pg_get_constraintdef(c.oid) ~ '~|= ANY \\(')))
  order by 1`;

/**
 * What an export of everything would lack and an erasure would leave of a module's tables, in words.
 *
 * @param stays columns whose texts tell nothing of anybody, as `schema.table.column`: what codes, numbers and names of rules there are
 */
export async function erasureFaults({ pool }: TestPlatform, { id }: Module, stays: readonly string[]): Promise<readonly string[]> {
  const schema = id.replaceAll('-', '_');
  const untold = (await pool.query<{ table_name: string }>(UNTOLD_TABLES)).rows.map((row) => row.table_name).filter((table) => table.startsWith(`${schema}.`));
  const words = (await pool.query<{ column: string }>(WORDS_THAT_STAY, [schema])).rows.map(({ column }) => column);
  return [
    ...untold.map((table) => `${table} leads to a person, and nothing says what becomes of it: call kernel.personal('${table}', …) in a migration`),
    ...words.filter((column) => !stays.includes(column)).map((column) => `${column} may hold words about a person, and an erasure leaves it: name it in \`replaced\` of kernel.personal, constrain it to codes, or say in \`textsThatStay\` that it tells nothing`),
    ...stays.filter((column) => !words.includes(column)).map((column) => `${column} is said to stay as it is, and is gone or erased`),
  ];
}
