import pg from 'pg';
import { clientOf } from '../kernel/database/connect.js';

/** Names where a pooler in transaction mode stands before the test server, for tests of platforms to go through it: `127.0.0.1:6432`. */
export const TEST_POOLER = 'KINGA_TEST_POOLER';

/** A pool whose connections may be cut off, as happens to those that linger when a test's database is dropped. */
export function testPool(url: string, max = 10): pg.Pool {
  return withFaults(new pg.Pool({ connectionString: url, max }));
}

/** What a platform under test works with: as `testPool`, or through the pooler where there is one. */
export function platformPool(url: string, max = 10): pg.Pool {
  const pooler = process.env[TEST_POOLER];
  if (!pooler) return testPool(url, max);
  return withFaults(new pg.Pool({ connectionString: Object.assign(new URL(url), { host: pooler }).toString(), max, Client: clientOf(() => true) }));
}

/** The owner's: for tests to lay and to look at rows past the platform, whosoever they are. */
export function ownerPool(url: string, max = 10): pg.Pool {
  return withFaults(new pg.Pool({ connectionString: url, max, options: '-c kinga.scope=all' }));
}

function withFaults(pool: pg.Pool): pg.Pool {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
