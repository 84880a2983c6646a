import type { TxContext } from '../kernel/write/transaction.js';

/** A table that holds something of persons, as `kernel.personal` was told of it. */
export interface PersonalTable {
  readonly name: string;
  /** Columns that hold a person, or a household, by id. */
  readonly persons: readonly string[];
  readonly households: readonly string[];
  /** The table whose rows its rows are parts of, and the column that holds that row's id. */
  readonly partOf: string | null;
  readonly partBy: string | null;
  /** Columns that hold files by id. */
  readonly files: readonly string[];
  readonly hasId: boolean;
  readonly hasHistory: boolean;
  /** Columns of bytes, which are sealed values and digests. */
  readonly bytes: readonly string[];
}

/** Every personal table that there is, those that parts belong to first. */
export async function personalTables(ctx: TxContext): Promise<readonly PersonalTable[]> {
  const { rows } = await ctx.tx.query<PersonalTable & { depth: number }>(`
    with recursive placed as (
      select p.table_name, 0 as depth from kernel.personal_table p where p.part_of is null
      union all select p.table_name, placed.depth + 1 from kernel.personal_table p join placed on p.part_of = placed.table_name)
    select p.table_name as name, p.persons, p.households, p.part_of as "partOf", p.part_by as "partBy", p.files,
      exists (select from pg_attribute a where a.attrelid = to_regclass(p.table_name) and a.attname = 'id' and a.atttypid = 'uuid'::regtype and not a.attisdropped) as "hasId",
      to_regclass('kernel.history_' || replace(p.table_name, '.', '_')) is not null as "hasHistory",
      array(select a.attname::text from pg_attribute a where a.attrelid = to_regclass(p.table_name) and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped) as bytes
    from kernel.personal_table p join placed using (table_name) where to_regclass(p.table_name) is not null order by placed.depth, p.table_name`);
  return rows;
}

/**
 * Tables that refer to a person, or to a row of a personal table, and of which nobody has said what they hold of persons: an export
 * would lack them, and an erasure would leave them. Empty where all is well; a test holds it so.
 */
export const UNTOLD_TABLES = `
  select distinct n.nspname || '.' || c.relname as table_name from pg_constraint f
  join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
  where f.contype = 'f' and f.conparentid = 0
    and (f.confrelid = 'people.person'::regclass or f.confrelid in (
      select to_regclass(p.table_name) from kernel.personal_table p where p.table_name not in ('people.person', 'people.household') and p.on_erasure <> 'KEEP'))
    and not exists (select from kernel.personal_table p where p.table_name = n.nspname || '.' || c.relname)
  union
  select n.nspname || '.' || c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and a.atttypid = 'uuid'::regtype and a.attname ~ '^(person|payee|party|beneficiary|holder|household)_id$'
    and not exists (select from kernel.personal_table p where p.table_name = n.nspname || '.' || c.relname)`;
