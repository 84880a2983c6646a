import type { Module } from '@kinga/core';
import type { TestPlatform } from '@kinga/core/testing';

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const SAME_TYPE: Readonly<Record<string, string>> = { 'timestamp with time zone': 'timestamptz', 'character varying': 'varchar', int: 'integer' };

function typeName(type: string): string {
  const plain = type.replace(/\(.*\)/, '').trim();
  return SAME_TYPE[plain] ?? plain;
}

/** Where the migrated tables differ from what the entities say, in words. */
export async function databaseFaults({ platform, pool }: TestPlatform, module: Module): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const target of module.entities ?? []) {
    const resource = platform.model.byClass.get(target);
    if (!resource) continue;
    const meta = platform.orm.getMetadata().get(target as never) as { readonly schema?: string; readonly tableName: string };
    const table = `${meta.schema ?? 'public'}.${meta.tableName}`;
    const { rows } = await pool.query<ColumnRow>(
      `select attname as name, case when typtype = 'd' then format_type(typbasetype, typtypmod) else format_type(atttypid, atttypmod) end as type, not attnotnull as nullable
       from pg_attribute join pg_type on pg_type.oid = atttypid where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`, [table],
    );
    if (rows.length === 0) {
      faults.push(`no migration makes the table ${table}`);
      continue;
    }
    for (const { name, type, nullable } of resource.columns.values()) {
      const column = rows.find((row) => row.name === name);
      if (!column) faults.push(`${table} has no column ${name}`);
      else if (typeName(column.type) !== typeName(type)) faults.push(`${table}.${name} is ${column.type}, the entity says ${type}`);
      else if (column.nullable !== nullable) faults.push(`${table}.${name} is ${column.nullable ? '' : 'not '}nullable, the entity says otherwise`);
    }
    if (!resource.passing) faults.push(...(await historyFaults(pool, table)));
  }
  return faults;
}

async function historyFaults(pool: TestPlatform['pool'], table: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>("select tgname as name from pg_trigger where tgrelid = to_regclass($1) and not tgisinternal", [table]);
  const names = rows.map(({ name }) => name);
  if (table.startsWith('kernel.') || names.includes('never_changed') || names.includes('record_history')) return [];
  return [`${table} keeps no history: end its migration with call kernel.keep_history('${table}') or kernel.append_only('${table}')`];
}
