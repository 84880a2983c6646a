import type { TxContext } from '../../../kernel/write/transaction.js';

/** How many rows of a table stand in the way of an undo. */
export interface Dependents {
  readonly table: string;
  readonly count: number;
}

interface Reference {
  readonly referring: string;
  readonly column: string;
  readonly referred: string;
}

/** Every foreign key of the database to the tables that imports write, but for those whose rows go with what they refer to. */
const REFERENCES = `
  select fn.nspname || '.' || f.relname as referring, a.attname as column, tn.nspname || '.' || t.relname as referred
  from pg_constraint k
  join pg_class f on f.oid = k.conrelid join pg_namespace fn on fn.oid = f.relnamespace
  join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.contype = 'f' and k.conparentid = 0 and k.confdeltype not in ('c', 'n') and tn.nspname || '.' || t.relname = any($1::text[])
    and not (fn.nspname = 'exchange' and f.relname like 'import%')
  order by 1, 2`;

/**
 * What depends on what an import wrote: rows of others that refer to its rows, and rows of its own that were changed since. Writes
 * the ids that it wrote to `import_undo`, a table of the transaction.
 */
export async function dependents(tx: TxContext, id: string): Promise<readonly Dependents[]> {
  await tx.tx.query('create temporary table if not exists import_undo (table_name text not null, id uuid not null) on commit drop');
  await tx.tx.query('delete from import_undo');
  await tx.tx.query('insert into import_undo select table_name, unnest(ids) from exchange.import_written where import_id = $1', [id]);
  await tx.tx.query('create unique index if not exists import_undo_row on import_undo (id, table_name)');
  await tx.tx.query('analyze import_undo');
  const { rows: tables } = await tx.tx.query<{ table: string }>('select distinct table_name as table from import_undo order by 1');
  const written = tables.map(({ table }) => table);
  const { rows: references } = await tx.tx.query<Reference>(REFERENCES, [written]);
  const found: Dependents[] = [];
  for (const reference of references) found.push(await referring(tx, reference, written.includes(reference.referring)));
  for (const table of written) found.push(await changed(tx, table));
  found.push(await changedPersons(tx, id));
  return together(found);
}

/** @param own whether the import wrote rows of the table that refers, which then don't count */
async function referring(tx: TxContext, { referring: table, column, referred }: Reference, own: boolean): Promise<Dependents> {
  const others = own ? 'and not exists (select 1 from import_undo own where own.table_name = $2 and own.id = f.id)' : '';
  return count(tx, table, `select count(*)::int as count from import_undo u join ${table} f on f.${quoted(column)} = u.id where u.table_name = $1 ${others}`, own ? [referred, table] : [referred]);
}

async function changed(tx: TxContext, table: string): Promise<Dependents> {
  return count(tx, table, `select count(*)::int as count from import_undo u left join ${table} t on t.id = u.id where u.table_name = $1 and t.version is distinct from 1`, [table]);
}

async function changedPersons(tx: TxContext, id: string): Promise<Dependents> {
  return count(tx, 'people.person', 'select count(*)::int as count from exchange.import_change c join people.person p on p.id = c.person_id where c.import_id = $1 and p.version <> c.version', [id]);
}

async function count(tx: TxContext, table: string, text: string, values: readonly unknown[]): Promise<Dependents> {
  const { rows: [found] } = await tx.tx.query<{ count: number }>(text, values);
  return { table, count: found?.count ?? 0 };
}

/** Counts of the same table added up; tables that have none left out. */
function together(found: readonly Dependents[]): readonly Dependents[] {
  const sums = new Map<string, number>();
  for (const { table, count: more } of found) sums.set(table, (sums.get(table) ?? 0) + more);
  return [...sums].filter(([, sum]) => sum > 0).map(([table, sum]) => ({ table, count: sum }));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
