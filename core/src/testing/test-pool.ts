import pg from 'pg';

/** A pool whose connections may be cut off, as happens to those that linger when a test's database is dropped. */
export function testPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
