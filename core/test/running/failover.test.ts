import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, it } from 'vitest';
import { watchReplica, type Replica } from '../../src/kernel/database/replicas/replica.js';
import { watchPrimary, type Primary } from '../../src/kernel/database/replicas/watch.js';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';
import { streamingReplica, type StreamingReplica } from './testing/replica.js';

let own: OwnDeployment;
let first: StreamingReplica;
let second: StreamingReplica;
const pools: pg.Pool[] = [];
const poolAt = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({ connectionString });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};
beforeAll(async () => {
  own = await ownDeployment();
  const adminUrl = await own.adminUrl();
  [first, second] = [await streamingReplica(own.home, adminUrl), await streamingReplica(own.home, adminUrl)];
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await own.stop();
  await first.remove();
  await second.remove();
});

/** Watches both, and tells what was said until something holds of the replica. */
async function watched(primaryAt: string, replicaAt: string, holds: (replica: Replica, said: readonly string[]) => boolean): Promise<void> {
  const said: string[] = [];
  const primary: Primary = watchPrimary(poolAt(primaryAt), 600_000);
  const replica = watchReplica(poolAt(replicaAt), primary, (message) => void said.push(message));
  try {
    for (let tries = 0; !holds(replica, said); tries += 1) {
      if (tries > 500) throw new Error(`it never came to that: ${said.join(' ')}`);
      await primary.ask();
      await wait(20);
    }
  } finally {
    await replica.stop();
    await primary.stop();
  }
}

it('a replica that still follows the old primary is not read, however far behind it may be', { timeout: 60_000 }, async () => {
  const { url } = own.started.database;
  await watched(url, second.url(url), ({ position, lagMs }) => position !== undefined && lagMs < 600_000);
  const promoted = poolAt(first.adminUrl);
  await promoted.query('select pg_promote(true)');
  // Both are copies of one database and in good health; the second has everything that there is.
  await watched(first.url(url), second.url(url), ({ position }, said) => position === undefined && said.some((message) => message.includes('must be stopped')));
});
