import { appAddress } from '../../../src/kernel/database/app-account.js';
import { testServer } from '../../../src/kernel/database/test-server.js';
import { TEST_POOLER } from '../../../src/testing/test-pool.js';
import { PGBOUNCER, startPgBouncer } from './pgbouncer.js';

let stop: (() => Promise<void>) | undefined;

/** For `globalSetup`: with `KINGA_TEST_PGBOUNCER=on`, every platform that a test starts works through PgBouncer in transaction mode. */
export async function setup(): Promise<void> {
  if (process.env['KINGA_TEST_PGBOUNCER'] !== 'on') return;
  if (!PGBOUNCER) throw new Error('PgBouncer is not installed: apt-get install pgbouncer.');
  const server = await testServer();
  // Two more than the operations that a test lets be taken at once: readiness asks the database too.
  const bouncer = await startPgBouncer(appAddress(server.url), { poolSize: 6, everyDatabase: true });
  process.env[TEST_POOLER] = new URL(bouncer.url).host;
  stop = async () => {
    await bouncer.stop();
    await server.stop();
  };
}

export async function teardown(): Promise<void> {
  await stop?.();
}
