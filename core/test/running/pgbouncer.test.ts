import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDeployment, type StartedDeployment } from '../../src/deployment/start-deployment.js';
import { deploymentFolder, type DeploymentFolder } from '../../src/deployment/testing/deployment-folder.js';
import { loadDeployment } from '../../src/deployment/load-deployment.js';
import { mutate } from '../../src/kernel/server/mutate.js';
import { testDatabase, type TestDatabase } from '../../src/testing/test-database.js';
import { ownerPool } from '../../src/testing/test-pool.js';
import { PGBOUNCER, startPgBouncer, type Bouncer } from './testing/pgbouncer.js';

if (!PGBOUNCER) console.warn('PgBouncer is not installed: what is said of it here is not tested (apt-get install pgbouncer).');

describe.skipIf(!PGBOUNCER)('through PgBouncer in transaction mode, with fewer connections than clients', () => {
  let folder: DeploymentFolder;
  let database: TestDatabase;
  let bouncer: Bouncer;
  let started: StartedDeployment;
  let token: string;
  beforeAll(async () => {
    folder = await deploymentFolder();
    const deployment = await loadDeployment(folder.config);
    database = await testDatabase(deployment.plan);
    bouncer = await startPgBouncer(database.appUrl);
    started = await startDeployment({ deployment, environment: { dataDir: `${folder.dir}/.kinga`, databaseUrl: bouncer.url, port: 0, host: '127.0.0.1', production: false }, progress: { step: () => undefined } });
    token = (await started.issuer?.issue({ id: 'tester@example.org', roles: ['registrar', 'exporter', 'administrator'], places: null })) ?? '';
    await mutate(started.platform.context({ actor: started.platform.system() }), 'mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code message } } }');
  });
  afterAll(async () => {
    await started.stop();
    await bouncer.stop();
    await database.stop();
    await folder.remove();
  });

  const ask = async <D>(query: string, variables: object = {}): Promise<D> => {
    const response = await fetch(started.url, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } });
    const { data, errors } = (await response.json()) as { data: D; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };
  const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id version } userErrors { code message } } }';
  const UPDATE = 'mutation ($input: PersonUpdateInput!) { personUpdate(input: $input) { person { familyName version } userErrors { code } } }';
  const READ = 'query ($id: ID!) { person(by: { id: $id }) { familyName names { totalCount } } persons(first: 3) { totalCount nodes { id } } }';

  it('reads and writes of many at once are right, each under its own actor, and none meets a statement of another\'s', async () => {
    const all = await Promise.all(Array.from({ length: 24 }, async (_, index) => {
      const { personsRegister } = await ask<{ personsRegister: { persons: [{ id: string; version: number }] } }>(REGISTER, { input: { idempotencyKey: `person ${index}`, placeCode: 'A', persons: [{ familyName: `F${index}`, sex: 'FEMALE' }] } });
      const [{ id, version }] = personsRegister.persons;
      await ask(UPDATE, { input: { id, version, familyName: `G${index}` } });
      const [again, read] = await Promise.all([
        ask<{ personsRegister: { persons: [{ id: string }] } }>(REGISTER, { input: { idempotencyKey: `person ${index}`, placeCode: 'A', persons: [{ familyName: `F${index}`, sex: 'FEMALE' }] } }),
        ask<{ person: { familyName: string } }>(READ, { id }),
      ]);
      expect(again.personsRegister.persons[0].id).toBe(id);
      return read.person.familyName;
    }));
    expect(all).toEqual(Array.from({ length: 24 }, (_, index) => `G${index}`));
    expect((await ask<{ persons: { totalCount: number } }>('{ persons { totalCount } }')).persons.totalCount).toBe(24);
    const { rows } = await started.platform.pool.query<{ actor: string }>("select distinct actor from kernel.history where (select set_config('kinga.scope', 'all', true)) is not null and table_name = 'people.person'");
    expect(rows).toEqual([{ actor: 'tester@example.org' }]);
  });

  it('whoever hangs up while their statement waits for a connection leaves nothing that runs later', async () => {
    const owner = ownerPool(database.url);
    const client = await owner.connect();
    const waiting = async (): Promise<number> =>
      (await owner.query<{ n: number }>("select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'active' and wait_event_type = 'Lock'")).rows[0]?.n ?? 0;
    try {
      await client.query('begin; lock table people.place in access exclusive mode');
      const gone = new AbortController();
      const asked = Array.from({ length: 12 }, () => fetch(started.url, { method: 'POST', signal: gone.signal, body: JSON.stringify({ query: '{ places(first: 1) { nodes { code } } }' }), headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } }).catch(() => undefined));
      await expect.poll(waiting, { timeout: 10_000 }).toBe(4);
      gone.abort();
      await Promise.all(asked);
      await expect.poll(waiting, { timeout: 10_000 }).toBe(0);
      await wait(300);
      expect(await waiting()).toBe(0);
    } finally {
      await client.query('rollback');
      client.release();
      await owner.end();
    }
  });

  it('jobs run, and are followed', async () => {
    const { exportStart } = await ask<{ exportStart: { export: { job: { id: string } } } }>('mutation { exportStart(input: { query: "{ persons { nodes { familyName } } }", format: CSV }) { export { job { id } } userErrors { code message } } }');
    const state = async (): Promise<string> => (await ask<{ job: { state: string } }>(`{ job(by: { id: "${exportStart.export.job.id}" }) { state } }`)).job.state;
    while ((await state()) !== 'DONE') await wait(50);
  });

  it('nothing was left on a connection that the next one would meet', async () => {
    const { rows } = await started.platform.pool.query<{ settings: string | null; locks: number; prepared: number }>(
      "select nullif(current_setting('kinga.actor', true), '') as settings, (select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks, (select count(*)::int from pg_prepared_statements) as prepared");
    expect(rows).toEqual([{ settings: null, locks: 0, prepared: 0 }]);
    expect((await fetch(new URL('/health/ready', started.url))).status).toBe(200);
    expect(await bouncer.log()).not.toMatch(/ERROR|prepared statement/);
  });
});
