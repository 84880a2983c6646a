import type pg from 'pg';
import type { GraphQLObjectType } from 'graphql';
import { getNamedType, isEnumType } from 'graphql';
import type { Platform } from '../../kernel/platform.js';

/** Rows by table, as PostgreSQL writes them in JSON. */
export type Planted = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly needed: boolean;
}

interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly keys: readonly string[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
}

/** Values that a column takes for its meaning; the type alone would not do. */
export type Values = (table: string, column: string, mark: string) => unknown;

/** Fills tables of a test's database. */
export interface Planter {
  /**
   * Plants a row in each table that `into` takes; two where rows of the table end or refer to each other.
   *
   * @param mark stands in every text of the rows
   * @param known rows of before that those of now may refer to, by table; those planted now come first
   * @throws what PostgreSQL says of a row that it refuses, after the table's name; nothing is planted then
   */
  plant(mark: string, into: (table: string) => boolean, known: readonly Planted[]): Promise<Planted>;
}

/** What columns of several ids refer to. */
const MANY: Readonly<Record<string, string>> = { evidence_file_ids: 'kernel.file', file_ids: 'kernel.file', subjects: 'people.person', persons: 'people.person', households: 'people.household' };

/** Schemas that are not the platform's. */
const OTHERS = '^(pg_|pgboss|information)';

/** Unique indexes by which triggers find the row that there is. */
const BY_TRIGGERS = '{programmes.redetermination_due_open}';

/** What ends a row: it is to be there on every day. */
const ENDS = /^(valid_to|until|ends_on|ended_on|ended_at|closed_on|closed_at|lapses_on|expires_on|expires_at|exited_on|undone_on|lifted_on|death_date|previous_until|period_to)$/;

/**
 * Fills every column of every table of the modules, without asking their mutations, so that a table or column that is added is
 * filled too. Checks are taken away from the database of the test, and triggers for as long: rows need not have come about as they could. A table whose rows
 * end has one that goes on and one that has an end.
 */
export async function planter(pool: pg.Pool, platform: Platform, values: Values): Promise<Planter> {
  const tables = await tablesOf(pool);
  await pool.query(`do $$ declare one record; begin
    for one in select c.conrelid::regclass as of, c.conname as name from pg_constraint c join pg_class r on r.oid = c.conrelid
      where c.contype in ('c', 'x', 'u') and not r.relispartition and c.coninhcount = 0 and c.connamespace::regnamespace::text !~ '${OTHERS}'
        and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid) loop
      execute format('alter table %s drop constraint %I', one.of, one.name);
    end loop;
    for one in select i.indexrelid::regclass as name from pg_index i join pg_class r on r.oid = i.indrelid
      where i.indisunique and not r.relispartition and r.relnamespace::regnamespace::text !~ '${OTHERS}' and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
        and i.indexrelid::regclass::text <> all('${BY_TRIGGERS}') loop
      execute format('drop index %s', one.name);
    end loop;
  end $$`);
  const enums = enumsOf(platform);
  let number = 6;
  const value = (table: Table, { name, type, needed }: Column, mark: string, open: boolean): unknown => {
    const said = values(table.name, name, mark);
    if (said !== undefined) return said;
    // A time that is a key is each row's own.
    if (table.name === 'privacy.scheduled_look' && name === 'due_at') return new Date(Date.UTC(2020, 0, 1) + number * 1000).toISOString();
    const first = enums.get(`${table.name}.${name}`);
    if (first !== undefined) return type.endsWith('[]') ? [first] : first;
    if (type === 'datemultirange') return '{[2020-01-01,2999-12-31)}';
    if (type.startsWith('date') || type.startsWith('timestamp')) return ENDS.test(name) ? (open && !needed ? null : '2999-12-31') : '2020-01-01';
    if (type === 'text') return `${mark} ${name}`;
    if (type === 'text[]') return [`${mark} ${name}`];
    if (type === 'jsonb') return { note: `${mark} ${name}` };
    if (type === 'bytea') return `\\x${Buffer.from(`${mark} ${name}`).toString('hex')}`;
    if (type === 'boolean') return true;
    if (/^(int|smallint|bigint|numeric|real|double)/.test(type)) return open ? number : number + 1_000;
    return undefined;
  };

  return {
    async plant(mark, into, known) {
      const planted = new Map<string, Record<string, unknown>[]>();
      const client = await pool.connect();
      const row = (table: string, at = 0): Record<string, unknown> | undefined => [planted, ...known].map((rows) => rows.get(table)?.[at] ?? rows.get(table)?.[0]).find((found) => found !== undefined);
      try {
        await client.query("begin; select set_config('kinga.scope', 'all', true), set_config('kinga.actor', 'planter', true)");
        const triggers = (what: 'disable' | 'enable'): Promise<unknown> => client.query(tables.filter(({ name }) => into(name)).map(({ name }) => `alter table ${name} ${what} trigger user`).join(';'));
        await triggers('disable');
        for (const table of tables.filter(({ name }) => into(name))) {
          const own = table.references.filter((reference) => reference.table === table.name);
          number += 1;
          const twice = own.length > 0 || table.columns.some(({ name, needed }) => !needed && ENDS.test(name));
          for (let at = 0; at < (twice ? 2 : 1); at += 1) {
            const filled: Record<string, unknown> = {};
            for (const column of table.columns) {
              const given = value(table, column, at === 0 ? mark : `${mark} 2`, at === 0);
              if (given !== undefined) filled[column.name] = given;
            }
            for (const { name } of table.columns.filter(({ type }) => type === 'uuid[]')) filled[name] = [row(MANY[name] ?? '')?.['id']].filter((id) => id !== undefined);
            for (const { columns, table: to, keys } of table.references) {
              const found = to === table.name ? (at === 0 ? undefined : row(to)) : row(to, 0);
              columns.forEach((column, index) => (filled[column] = found ? found[keys[index] ?? ''] : keys.length > 1 ? filled[column] : null));
            }
            // Beside its own id, one that names a row of whichever module.
            for (const { name } of table.columns.filter(({ name, type, needed }) => type === 'uuid' && (name === 'id' || needed))) filled[name] ??= (await client.query<{ id: string }>('select kernel.uuid7() as id')).rows[0]?.id;
            const { rows: [written] } = await client.query<{ row: Record<string, unknown> }>(
              `insert into ${table.name} (${Object.keys(filled).map((name) => `"${name}"`).join()}) select ${Object.keys(filled).map((name) => `"${name}"`).join()} from jsonb_populate_record(null::${table.name}, $1) returning to_jsonb(${table.name.split('.')[1]}.*) as row`,
              [JSON.stringify(filled)],
            ).catch((error: Error) => { throw new Error(`${table.name}: ${error.message} ${JSON.stringify(filled)}`); });
            planted.set(table.name, [...(planted.get(table.name) ?? []), written?.row ?? {}]);
          }
        }
        // References that go round in a ring.
        for (const table of tables.filter(({ name }) => into(name))) {
          for (const { columns: [column = ''], table: to, keys } of table.references) {
            const [first] = planted.get(table.name) ?? [];
            const found = to === table.name ? planted.get(to)?.[1] : row(to);
            if (keys.length > 1 || !first || !found || first[column] !== null || values(table.name, column, mark) === null) continue;
            await client.query(`update ${table.name} set "${column}" = $1 where id = $2`, [found['id'], first['id']]);
            first[column] = found['id'];
          }
        }
        await client.query('set constraints all immediate');
        await triggers('enable');
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
      return planted;
    },
  };
}

/** A table of a resource as PostgreSQL quotes its name. */
export function quoted(table: string): string {
  return table.replace(/\.(user|grant)$/, '."$1"');
}

/** The first value of each column that is an enum of the schema, by `schema.table.column`. */
function enumsOf({ model, schema }: Platform): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const resource of model.byType.values()) {
    const fields = (schema.getType(resource.type) as GraphQLObjectType).getFields();
    for (const [property, { name }] of resource.columns) {
      const type = fields[property] && getNamedType(fields[property].type);
      if (isEnumType(type)) found.set(`${quoted(resource.tableName)}.${name}`, String(type.getValues()[0]?.value));
    }
  }
  return found;
}

async function tablesOf(pool: pg.Pool): Promise<readonly Table[]> {
  const { rows } = await pool.query<Table>(`
    select n.nspname || '.' || quote_ident(c.relname) as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'needed', a.attnotnull) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '') as columns,
      coalesce((select json_agg(json_build_object('table', tn.nspname || '.' || quote_ident(tc.relname),
          'columns', (select json_agg(a.attname order by k.at) from unnest(f.conkey) with ordinality k (num, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num),
          'keys', (select json_agg(a.attname order by k.at) from unnest(f.confkey) with ordinality k (num, at) join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num)))
        from pg_constraint f join pg_class tc on tc.oid = f.confrelid join pg_namespace tn on tn.oid = tc.relnamespace where f.conrelid = c.oid and f.contype = 'f'), '[]') as references
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '${OTHERS}' order by 1`);
  return ordered(rows.map((table) => ({ ...table, references: [...table.references, ...unsaid(table, rows)] })));
}

/** What a column named `person_id` refers to, where no constraint says so: the table `person`, of its own schema first. */
function unsaid({ name, columns, references }: Table, tables: readonly Table[]): readonly Reference[] {
  const [schema = ''] = name.split('.');
  return columns.flatMap((column) => {
    if (column.type !== 'uuid' || !column.name.endsWith('_id') || references.some((reference) => reference.columns.includes(column.name))) return [];
    const meant = tables.filter((table) => table.name.split('.')[1] === column.name.replace(/_id$/, '') && table.columns.some((key) => key.name === 'id' && key.type === 'uuid'));
    const table = meant.find((one) => one.name.startsWith(`${schema}.`)) ?? meant[0];
    return table ? [{ columns: [column.name], table: table.name, keys: ['id'] }] : [];
  });
}

/** Tables after those that they refer to; where they go round in a ring, in the order of their names. */
function ordered(tables: readonly Table[]): readonly Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const placed = new Set<string>();
  const path = new Set<string>();
  const result: Table[] = [];
  const place = (table: Table): void => {
    if (placed.has(table.name) || path.has(table.name)) return;
    path.add(table.name);
    for (const reference of table.references.toSorted((one, other) => Number(needs(table, other)) - Number(needs(table, one)))) {
      const next = byName.get(reference.table);
      // What can be filled in later waits, where it cannot be there before what is being placed.
      if (next && (needs(table, reference) || ![...path].some((name) => leansOn(next, name)))) place(next);
    }
    path.delete(table.name);
    placed.add(table.name);
    result.push(table);
  };
  const needs = (table: Table, { columns }: Reference): boolean => table.columns.some(({ name, needed }) => needed && columns.includes(name));
  const leansOn = (table: Table, name: string, seen = new Set<string>()): boolean => table.references.filter((reference) => needs(table, reference) && !seen.has(reference.table)).some((reference) => {
    seen.add(reference.table);
    const next = byName.get(reference.table);
    return reference.table === name || (next !== undefined && leansOn(next, name, seen));
  });
  // Those that need nothing come before those that refer to them only in a ring.
  for (const table of tables.toSorted((one, other) => Number(one.references.some((reference) => needs(one, reference))) - Number(other.references.some((reference) => needs(other, reference))))) place(table);
  return result;
}
