import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { cloneDatabase, templateDatabase, type Clone } from '../kernel/database/template.js';
import { testServer, type TestServer } from '../kernel/database/test-server.js';
import { testDatabase } from '../testing/test-database.js';
import type { Environment } from './environment.js';
import { loadDeployment, type Deployment } from './load-deployment.js';
import { migrateDeployment } from './migrate-deployment.js';
import { problemsOf } from './problems.js';
import { startDeployment } from './start-deployment.js';
import { deploymentFolder, type DeploymentFolder } from './testing/deployment-folder.js';
import { printWelcome, welcomeOf } from './welcome.js';

const CONFIG = `export default {
  name: 'Test', modules: [],
  signIns: [{ role: 'registrar', name: 'asha@example.org', places: ['A'] }],
  examples: [{ title: 'Modules', role: 'registrar', query: '{ modules { id } }' }],
};`;

let server: TestServer;
let empty: string;
let folder: DeploymentFolder;
let deployment: Deployment;
let clone: Clone;
let environment: Environment;

beforeAll(async () => {
  server = await testServer();
  empty = await templateDatabase(server.url, 'empty', async () => undefined);
  folder = await deploymentFolder(CONFIG);
  deployment = await loadDeployment(folder.config);
});
beforeEach(async () => {
  clone = await cloneDatabase(server.url, empty);
  environment = { dataDir: `${folder.dir}/.kinga`, databaseUrl: clone.url, port: 0, host: '127.0.0.1', production: false };
});
afterEach(() => clone.drop());
afterAll(async () => {
  await folder.remove();
  await server.stop();
});

const silent = { step: (): void => undefined };
const query = async (sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: clone.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
};
const migrated = async (): Promise<void> => {
  await clone.drop();
  const { url, stop } = await testDatabase(deployment.plan);
  clone = { url, drop: stop };
  environment = { ...environment, databaseUrl: url };
};
const refusal = async (given: Partial<Environment> = {}): Promise<string> => {
  const started = await startDeployment({ deployment, environment: { ...environment, ...given }, progress: silent }).catch((error: unknown) => error);
  return problemsOf(started)?.map(({ code, cure }) => `${code}: ${cure}`).join() ?? String(started);
};

it('refuses a database of somebody else that is not migrated, and says how to migrate it', async () => {
  expect(await refusal()).toMatch(/^DATABASE_BEHIND: Run kinga migrate/);
  expect(await query("select nspname from pg_namespace where nspname in ('kernel', 'people')")).toEqual([]);
});

it('refuses a database that a newer installation has migrated', async () => {
  await migrated();
  await query("insert into kernel.migration (module, name, checksum) values ('people', '9999_later', 'x')");
  expect(await refusal()).toMatch(/^DATABASE_NEWER: Upgrade this installation/);
});

it('says what to do about a wrong DATABASE_URL', async () => {
  expect(await refusal({ databaseUrl: 'kinga' })).toMatch(/^DATABASE_URL_MALFORMED: Write it as postgres:/);
  expect(await refusal({ databaseUrl: 'postgres://kinga:secret@127.0.0.1:1/kinga' })).toMatch(/^DATABASE_REFUSED: Start PostgreSQL there/);
});

it('says what to do about a port that is taken, before it touches the database', async () => {
  const other: Server = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  expect(await refusal({ port, databaseUrl: 'postgres://127.0.0.1:1/kinga' })).toMatch(/^PORT_TAKEN: End that program, or take another port/);
  other.close();
});

it('in production takes only tokens of a provider', async () => {
  await migrated();
  expect(await refusal({ production: true })).toMatch(/^AUTH_MISSING: Name your OpenID Connect provider/);
});

it('gives up between two steps when it is asked to', async () => {
  const asked = AbortSignal.abort();
  await expect(startDeployment({ deployment, environment, progress: silent, migrate: true, signal: asked })).rejects.toThrow(/abort/i);
  expect(await query("select nspname from pg_namespace where nspname = 'people'")).toEqual([]);
});

it('answers those who sign in, and tells a newcomer how', async () => {
  const pool = new pg.Pool({ connectionString: clone.url });
  await migrateDeployment(deployment, { owner: pool, account: 'kinga_app' }, silent);
  await pool.end();
  const started = await startDeployment({ deployment, environment, progress: silent });
  try {
    const welcome = await welcomeOf(started);
    expect(welcome.signIns).toEqual([expect.objectContaining({ role: 'registrar', name: 'asha@example.org', places: ['A'] })]);
    expect(printWelcome(welcome)).toContain(`{"Authorization": "Bearer ${welcome.signIns[0]?.token}"}`);
    const ask = async (authorization: string): Promise<unknown> => {
      const body = JSON.stringify({ query: '{ modules { id } persons { totalCount } }' });
      return (await fetch(started.url, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization } })).json();
    };
    expect(await ask(`Bearer ${welcome.signIns[0]?.token}`)).toMatchObject({ data: { modules: deployment.plan.modules.map(({ id }) => ({ id })), persons: { totalCount: 0 } } });
    expect(await ask('Bearer nobody')).toEqual({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] });
  } finally {
    await started.stop();
  }
});
