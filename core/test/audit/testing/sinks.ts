import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getNamedType, isObjectType } from 'graphql';
import type { Pool } from 'pg';
import type { Platform } from '../../../src/kernel/platform.js';
import { processingRegister } from '../../../src/kernel/privacy/register/register.js';

/** A column that can hold a text, with how it is classified. */
export interface Column {
  readonly table: string;
  readonly column: string;
  readonly sensitivity: string;
  /** Whether it is sealed, or a digest. */
  readonly closed: boolean;
}

/** Every column of every table that can hold a text, as the database has them; classified as the processing register says. */
export async function textColumns(pool: Pool, { plan, model }: Platform): Promise<readonly (Column & { readonly read: string })[]> {
  const { rows } = await pool.query<{ table: string; column: string; type: string }>(`
    select n.nspname || '.' || c.relname as table, a.attname as column, y.typname as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type y on y.oid = a.atttypid
    where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and (y.typcategory = 'S' or y.typname in ('json', 'jsonb', 'bytea', '_text', '_varchar', '_bytea', '_jsonb')) order by 1, 2`);
  const register = processingRegister(plan, model).entries;
  const resources = new Map([...model.byType.values()].map((resource) => [resource.tableName, resource]));
  return rows.map(({ table, column, type }) => {
    const properties = [...(resources.get(table)?.columns ?? [])].filter(([, { name }]) => name === column).map(([property]) => property);
    const entries = register.filter((entry) => entry.table === table || (entry.table.endsWith('.*') && table.startsWith(entry.table.slice(0, -1))));
    const attributes = column === 'attributes' ? entries.find(({ fields }) => fields.some((field) => field.startsWith('attributes.'))) : undefined;
    const entry = entries.find(({ fields }) => fields.includes(column) || properties.some((property) => fields.includes(property))) ?? attributes ?? entries.find(({ fields }) => ['all', 'all others'].includes(fields[0] ?? '')) ?? entries[0];
    return {
      table, column, sensitivity: entry?.sensitivity ?? 'unclassified', closed: /sealed|digest/.test(entry?.storage ?? ''),
      read: type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`,
    };
  });
}

/** What stands in the columns given, all rows together, by `schema.table.column`. */
export async function* contents(pool: Pool, columns: readonly (Column & { readonly read: string })[]): AsyncGenerator<Column & { readonly text: string }> {
  for (const [table, its] of Map.groupBy(columns, (each) => each.table)) {
    const { rows } = await pool.query<Record<string, string | null>>(`select ${its.map(({ column, read }) => `string_agg(${read}, E'\\n') as "${column}"`).join(', ')} from ${table.split('.').map((part) => `"${part}"`).join('.')}`);
    for (const each of its) yield { ...each, text: rows[0]?.[each.column] ?? '' };
  }
}

/** The files below a folder, as text, but for those below one of its folders. */
export async function filesBelow(folder: string, but: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return (await Promise.all(entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(folder, but))).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))).join('\n');
}

/** Every text that the API shows of persons and households and the register calls personal or sensitive, with the column that keeps it as it is. */
export function textsOfPersons({ plan, model, schema }: Platform): readonly { readonly field: string; readonly home: string | undefined }[] {
  return processingRegister(plan, model).entries.filter(({ subjects, sensitivity }) => subjects.length > 0 && ['personal', 'sensitive'].includes(sensitivity)).flatMap(({ data, table, fields }) => {
    const type = schema.getType(data);
    return fields.filter((name) => isObjectType(type) && getNamedType(type.getFields()[name]?.type)?.name === 'String').map((name) => {
      const column = model.byType.get(data)?.columns.get(name)?.name;
      return { field: `${data}.${name}`, home: column && `${table}.${column}` };
    });
  });
}
