import type { Module } from '../module/define-module.js';
import type { PlanProblem } from '../plan/types.js';
import type { Classification } from './classification.js';

/**
 * What a table that is no resource holds: what its migrations make for the module's own work. Every table of a module is
 * one or the other.
 */
export interface TablePrivacy extends Classification {
  /** What it holds, for the processing register. */
  readonly description: string;
  /** Columns that are classified otherwise. */
  readonly columns?: Readonly<Record<string, Partial<Classification>>>;
}

/** Tables and columns that a database has and nobody classified. */
export interface Unclassified {
  readonly table: string;
  readonly schema: string;
}

/** Finds the tables of the modules' schemas; give it to the database, and the rows to `unclassifiedTables`. */
export const ALL_TABLES = `select n.nspname as schema, n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_temp' order by 2`;

/** The tables among those given that are neither a resource nor declared in `tables` of a module. A schema may be declared as a whole: `pgboss.*`. */
export function unclassifiedTables(tables: readonly Unclassified[], modules: readonly Module[], resources: ReadonlySet<string>): readonly string[] {
  const declared = new Set(modules.flatMap((module) => Object.keys(module.tables ?? {})));
  return tables.filter(({ table, schema }) => !resources.has(table) && !declared.has(table) && !declared.has(`${schema}.*`)).map(({ table }) => table);
}

export function tableProblems(tables: readonly string[]): readonly PlanProblem[] {
  return tables.map((table) => ({
    code: 'UNCLASSIFIED_FIELD',
    message: `The table ${table} is no resource, and nothing says what it holds.`,
    cure: `Name it in \`tables\` of its module: '${table}': { description: '…', sensitivity: 'personal', purpose: 'registry' }.`,
  }));
}
