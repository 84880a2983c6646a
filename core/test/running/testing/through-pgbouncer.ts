import { appAddress } from '../../../src/kernel/database/app-account.js';
import { testServer } from '../../../src/kernel/database/test-server.js';
import { TEST_POOLER } from '../../../src/testing/test-pool.js';
import { PGBOUNCER, startPgBouncer } from './pgbouncer.js';

/** For `globalSetup`: with `KINGA_TEST_PGBOUNCER=on`, every platform that a test starts works through PgBouncer in transaction mode. */
export default async function throughPgBouncer(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['KINGA_TEST_PGBOUNCER'] !== 'on') return undefined;
  if (!PGBOUNCER) throw new Error('PgBouncer is not installed: apt-get install pgbouncer.');
  const server = await testServer();
  const bouncer = await startPgBouncer(appAddress(server.url), { everyDatabase: true });
  process.env[TEST_POOLER] = new URL(bouncer.url).host;
  return async () => {
    delete process.env[TEST_POOLER];
    await bouncer.stop();
    await server.stop();
  };
}
