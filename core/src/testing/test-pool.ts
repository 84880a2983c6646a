import pg from 'pg';

/** A pool whose connections may be cut off, as happens to those that linger when a test's database is dropped. */
export function testPool(url: string, max = 10): pg.Pool {
  return withFaults(new pg.Pool({ connectionString: url, max }));
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
