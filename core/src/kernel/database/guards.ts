import type { Pool } from 'pg';
import type { Module } from '../module/define-module.js';
import type { PlanProblem } from '../plan/types.js';

/** A table that leads to a person or a household and that PostgreSQL does not guard. */
export interface Unguarded {
  readonly table: string;
}

/** Columns that hold a person or a household by id, whether a foreign key says so or not. */
export const NAMES_SOMEBODY = /(^|_)(person|household)_id$/;

/**
 * Tables of any schema that lead to a person or a household, over any number of references, by a column's name or by the list of
 * personal tables, and parts of history, without forced row-level security and a policy.
 */
export const UNGUARDED = `
  with recursive leads (oid) as (
    select unnest(array['people.person'::regclass::oid, 'people.household'::regclass::oid])
    union select to_regclass(p.table_name)::oid from kernel.personal_table p where to_regclass(p.table_name) is not null
    union select a.attrelid from pg_attribute a where a.attname ~ '${NAMES_SOMEBODY.source}' and not a.attisdropped
    union select f.conrelid from leads join pg_constraint f on f.contype = 'f' and f.confrelid = leads.oid),
  kept (oid) as (
    select leads.oid from leads join pg_class c on c.oid = leads.oid where not c.relispartition
    union select 'kernel.history'::regclass union select i.inhrelid from pg_inherits i where i.inhparent = 'kernel.history'::regclass)
  select n.nspname || '.' || c.relname as table from kept join pg_class c on c.oid = kept.oid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)) order by 1`;

/** Tables that are not guarded on purpose, and why. */
export interface OpenTable {
  readonly table: string;
  readonly module: string;
  readonly because: string;
}

export function openTables(modules: readonly Module[]): readonly OpenTable[] {
  return modules.flatMap(({ id, unguarded = {} }) => Object.entries(unguarded).map(([table, because]) => ({ table, module: id, because })));
}

/** What stands against tables that are not guarded and that no module says are so on purpose. */
export function guardProblems(tables: readonly string[], modules: readonly Module[]): readonly PlanProblem[] {
  const open = new Set(openTables(modules).map(({ table }) => table));
  return tables.filter((table) => !open.has(table)).map((table) => ({
    code: 'UNGUARDED_TABLE',
    message: `The table ${table} holds something of persons, and no policy of PostgreSQL holds its rows back from whoever may not see them.`,
    cure: `End the migration that makes it with a guard, such as call people.guard_by_any('${table}', 'person_id person'), or people.guard_by_place('${table}'); or say in \`unguarded\` of its module why not: '${table}': 'because …'.`,
  }));
}

/** The same of a database as it is. */
export async function unguardedIn(pool: Pick<Pool, 'query'>, modules: readonly Module[]): Promise<readonly PlanProblem[]> {
  return guardProblems((await pool.query<Unguarded>(UNGUARDED)).rows.map(({ table }) => table), modules);
}
