import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDeployment, type OwnDeployment } from './testing/own-deployment.js';

let own: OwnDeployment;
beforeAll(async () => {
  own = await ownDeployment();
});
afterAll(() => own.stop());

const probe = async (name: string): Promise<string> => {
  const answer = await fetch(`${own.origin}/health/${name}`);
  const { status, because } = (await answer.json()) as { readonly status: string; readonly because?: string };
  return `${answer.status} ${status}${because ? `: ${because}` : ''}`;
};
const all = (): Promise<readonly string[]> => Promise.all(['live', 'started', 'ready'].map(probe));

it('says that a process whose database answers may be sent requests', async () => {
  expect(await all()).toEqual(['200 live', '200 started', '200 ready']);
});

it('while the database is away says that it lives and is not ready, and is ready again by itself', async () => {
  await own.stopDatabase();
  expect(await all()).toEqual(['200 live', '200 started', '503 not ready: the database does not answer']);
  await own.startDatabase();
  expect(await all()).toEqual(['200 live', '200 started', '200 ready']);
});

it('is not ready where the database lacks a migration of its code, and is where the database has one more', async () => {
  const { owner: pool } = own.started.database;
  await pool.query("insert into kernel.migration (module, name, checksum) values ('people', '9999_of_the_next_version', 'x')");
  expect(await probe('ready')).toBe('200 ready');
  await pool.query("update kernel.migration set name = name || '_' where (module, name) = ('people', '0041_merge_evidence')");
  expect(await probe('ready')).toBe('503 not ready: the database lacks migrations');
  await pool.query("update kernel.migration set name = rtrim(name, '_') where module = 'people'");
  expect(await probe('ready')).toBe('200 ready');
});

it('does not take a pool that is busy for a database that is away', async () => {
  const { pool } = own.started.database;
  const busy = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  try {
    expect(await probe('ready')).toBe('200 ready');
  } finally {
    busy.forEach((client) => client.release());
  }
});

it('answers what it was sent before it ends, and says meanwhile that nothing more should be sent', async () => {
  const { pool } = own.started.database;
  const client = await pool.connect();
  await client.query('begin; lock table people.place');
  const held = own.ask('registrar', '{ places(first: 1) { totalCount } }');
  while ((await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount === 0) await wait(20);
  let stopped = false;
  const stopping = own.started.stop().then(() => { stopped = true; });
  expect(await probe('ready')).toBe('503 not ready: this process is ending');
  expect(await probe('live')).toBe('200 live');
  expect(stopped).toBe(false);
  await client.query('commit');
  client.release();
  expect((await held).status).toBe(200);
  await stopping;
  await expect(fetch(`${own.origin}/health/live`)).rejects.toThrow();
});
