import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { errorCode, errorText } from './errors.js';
import { inTransaction, LEDGER_LOCK, prepareLedger, readLedger } from './ledger.js';
import { checksumOf, compare, idOf, type Migration } from './migration.js';
import { DatabaseProblem, migrationProblems } from './problems.js';

export type { Migration } from './migration.js';

const ATTEMPTS_WHEN_BUSY = 3;

export interface MigrateOptions {
  readonly log: (message: string) => void;
  /** How long one statement may wait for a table that others use, as PostgreSQL writes it. Default `10s`. */
  readonly lockTimeout?: string;
  /** Modules that were taken out of the deployment on purpose: what the ledger holds of them is passed over. */
  readonly retired?: readonly string[];
}

/**
 * Applies those migrations that the database lacks, in the order given, each in a transaction of its own together with
 * its row in the ledger `kernel.migration`. Several processes may do this at once; each migration is applied once.
 *
 * @throws DatabaseProblem MIGRATION_EDITED, DATABASE_NEWER, DATABASE_MODULE_MISSING (before anything is changed),
 * MIGRATION_FAILED, MIGRATION_BUSY and others
 * @returns those that this call applied
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[], options: MigrateOptions): Promise<readonly Migration[]> {
  const client = await pool.connect();
  try {
    await prepareLedger(client);
    const pending = compare(migrations, await readLedger(client), options.retired);
    const applied: Migration[] = [];
    for (const migration of pending) {
      if (!(await applyPatiently(client, migration, options))) continue;
      applied.push(migration);
      options.log(`Applied ${idOf(migration)}.`);
    }
    if (migrations.length > 0) await stateChangedTables(client);
    return applied;
  } catch (error) {
    throw explain(error);
  } finally {
    // A migration may have left settings on the session; nobody else shall inherit them.
    client.release(true);
  }
}

/**
 * The migrations that the database lacks, in the order given.
 *
 * @throws DatabaseProblem MIGRATION_EDITED, DATABASE_NEWER, DATABASE_MODULE_MISSING
 */
export async function pendingMigrations(
  pool: pg.Pool | pg.ClientBase, migrations: readonly Migration[], retired: readonly string[] = [],
): Promise<readonly Migration[]> {
  return compare(migrations, await readLedger(pool), retired);
}

/**
 * Makes sure that the database is exactly where this installation wants it.
 *
 * @throws DatabaseProblem DATABASE_BEHIND (run `kinga migrate`), and those of `pendingMigrations`
 */
export async function checkMigrated(
  pool: pg.Pool | pg.ClientBase, migrations: readonly Migration[], retired: readonly string[] = [],
): Promise<void> {
  const pending = await pendingMigrations(pool, migrations, retired);
  if (pending.length > 0) throw migrationProblems.behind(pending.map(idOf));
}

/**
 * The `*.sql` files of a folder as migrations of a module, sorted by name.
 *
 * @throws DatabaseProblem MIGRATIONS_UNREADABLE
 */
export async function readMigrations(moduleId: string, directory: URL): Promise<readonly Migration[]> {
  const folder = fileURLToPath(directory);
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    return await Promise.all(names.map(async (name) => ({
      module: moduleId,
      name: name.slice(0, -'.sql'.length),
      sql: await readFile(join(folder, name), 'utf8'),
    })));
  } catch (error) {
    throw migrationProblems.unreadable(folder, errorText(error));
  }
}

async function applyPatiently(client: pg.PoolClient, migration: Migration, options: MigrateOptions): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(client, () => applyOnce(client, migration, options.lockTimeout ?? '10s'));
    } catch (error) {
      const busy = errorCode(error) === '55P03' || errorCode(error) === '40P01';
      if (!busy) throw error;
      if (attempt === ATTEMPTS_WHEN_BUSY) throw migrationProblems.busy(idOf(migration), error);
      options.log(`${idOf(migration)} waits for tables that are in use.`);
    }
  }
}

async function applyOnce(client: pg.PoolClient, migration: Migration, lockTimeout: string): Promise<boolean> {
  // A lock of the transaction, not of the session: behind PgBouncer the next transaction may get another session.
  await client.query(`set local lock_timeout = 0; set local statement_timeout = 0; set local kinga.scope = 'all'; select pg_advisory_xact_lock(${LEDGER_LOCK})`);
  const found = await client.query<{ checksum: string }>('select checksum from kernel.migration where module = $1 and name = $2', [migration.module, migration.name]);
  if (found.rows[0] !== undefined) {
    if (found.rows[0].checksum !== checksumOf(migration)) throw migrationProblems.edited([idOf(migration)]);
    return false;
  }
  await client.query("select set_config('lock_timeout', $1, true)", [lockTimeout]);
  const transaction = await currentTransaction(client);
  try {
    await client.query(migration.sql);
  } catch (error) {
    if (errorCode(error) === '55P03' || errorCode(error) === '40P01' || errorCode(error) === '25006') throw error;
    throw migrationProblems.failed(idOf(migration), describe(error, migration.sql), error);
  }
  if ((await currentTransaction(client)) !== transaction) throw migrationProblems.ownTransaction(idOf(migration));
  await client.query('insert into kernel.migration (module, name, checksum) values ($1, $2, $3)', [migration.module, migration.name, checksumOf(migration)]);
  return true;
}

/** The audit holds each row as text: where a migration gave its table other columns, the rows are stated anew. */
async function stateChangedTables(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>("select to_regproc('kernel.audit_follow_columns') is not null as there");
  if (!rows[0]?.there) return;
  await inTransaction(client, async () => {
    await client.query(`set local statement_timeout = 0; set local kinga.scope = 'all'; select pg_advisory_xact_lock(${LEDGER_LOCK}), set_config('kinga.actor', 'system', true), set_config('kinga.audit', '{"operation":"kinga migrate"}', true)`);
    await client.query('call kernel.audit_follow_columns()');
  });
}

async function currentTransaction(client: pg.PoolClient): Promise<string | undefined> {
  return (await client.query<{ id: string }>('select pg_current_xact_id()::text as id')).rows[0]?.id;
}

function describe(error: unknown, sql: string): string {
  const position = typeof error === 'object' && error !== null && 'position' in error ? Number(error.position) : Number.NaN;
  const line = Number.isNaN(position) ? '' : ` (line ${sql.slice(0, position).split('\n').length})`;
  return `${errorText(error)}${line}`;
}

function explain(error: unknown): unknown {
  if (error instanceof DatabaseProblem) return error;
  return errorCode(error) === '25006' ? migrationProblems.readOnly() : error;
}
