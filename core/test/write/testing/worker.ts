import pg from 'pg';
import { coreModules } from '../../../src/core-modules.js';
import { appAddress } from '../../../src/kernel/database/app-account.js';
import { startOn } from '../../read/testing/platform.js';
import { proofModule } from './proof-module.js';

/** What a worker process does: it takes jobs of a database until it is told to stop, or dies. */
export async function work(url: string): Promise<() => Promise<void>> {
  const pool = new pg.Pool({ connectionString: appAddress(url) });
  const { stop } = await startOn(pool, [...coreModules, proofModule], true);
  return async () => {
    await stop();
    await pool.end();
  };
}
