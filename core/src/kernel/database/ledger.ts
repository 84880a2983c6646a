import type pg from 'pg';
import { errorCode, errorText } from './errors.js';
import type { AppliedMigration } from './migration.js';
import { connectionProblems, migrationProblems } from './problems.js';

/** Key of the advisory lock that migrators hold for the length of a transaction; "kinga" in hexadecimal. */
export const LEDGER_LOCK = 0x6b696e6761;

/** Creates the schema `kernel` and the ledger when missing. Several processes may do so at once. */
export async function prepareLedger(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass('kernel.migration') is not null as there");
  if (rows[0]?.there) return;
  try {
    await inTransaction(client, () => client.query(`
      select pg_advisory_xact_lock(${LEDGER_LOCK});
      create schema if not exists kernel;
      create table if not exists kernel.migration (
        module text not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        primary key (module, name)
      )`));
  } catch (error) {
    if (errorCode(error) === '42501') throw connectionProblems.permission(errorText(error));
    if (errorCode(error) === '25006') throw migrationProblems.readOnly();
    throw error;
  }
}

/** What the ledger holds; nothing when there is no ledger yet. */
export async function readLedger(client: pg.Pool | pg.ClientBase): Promise<readonly AppliedMigration[]> {
  try {
    return (await client.query<AppliedMigration>('select module, name, checksum from kernel.migration order by module, name')).rows;
  } catch (error) {
    if (errorCode(error) === '42P01' || errorCode(error) === '3F000') return [];
    throw error;
  }
}

/** Runs `work` between BEGIN and COMMIT of `client`. */
export async function inTransaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // The connection may be what failed; the first error tells more than this one would.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
