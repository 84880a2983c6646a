import { createHash } from 'node:crypto';
import { migrationProblems } from './problems.js';

/** A change of the database's structure; once applied anywhere it is never edited. */
export interface Migration {
  /** Id of the module that it belongs to. */
  readonly module: string;
  /** Unique within the module; file name without `.sql`. */
  readonly name: string;
  /** Statements; they run in one transaction and must not end it. */
  readonly sql: string;
}

/** A row of the ledger. */
export interface AppliedMigration {
  readonly module: string;
  readonly name: string;
  readonly checksum: string;
}

/** How messages name a migration. */
export function idOf(migration: { readonly module: string; readonly name: string }): string {
  return `${migration.module}/${migration.name}`;
}

/** The same for Windows' and Unix' line ends, which git may exchange. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex');
}

/**
 * The migrations that a ledger lacks, in the order given.
 *
 * @throws DatabaseProblem MIGRATION_TWICE, MIGRATION_EDITED, DATABASE_NEWER, DATABASE_MODULE_MISSING
 */
export function compare(migrations: readonly Migration[], ledger: readonly AppliedMigration[], retired: readonly string[] = []): readonly Migration[] {
  const known = new Map<string, Migration>();
  for (const migration of migrations) {
    if (known.has(idOf(migration))) throw migrationProblems.twice(idOf(migration));
    known.set(idOf(migration), migration);
  }
  refuseUnknown(ledger.filter((row) => !known.has(idOf(row)) && !retired.includes(row.module)), new Set(migrations.map(({ module }) => module)));
  const applied = new Map(ledger.map((row) => [idOf(row), row.checksum]));
  const edited = migrations.filter((migration) => (applied.get(idOf(migration)) ?? checksumOf(migration)) !== checksumOf(migration));
  if (edited.length > 0) throw migrationProblems.edited(edited.map(idOf));
  return migrations.filter((migration) => !applied.has(idOf(migration)));
}

function refuseUnknown(unknown: readonly AppliedMigration[], modules: ReadonlySet<string>): void {
  const newer = unknown.filter((row) => modules.has(row.module));
  if (newer.length > 0) throw migrationProblems.newer(newer.map(idOf));
  if (unknown.length > 0) throw migrationProblems.moduleMissing([...new Set(unknown.map((row) => row.module))], unknown.map(idOf));
}
