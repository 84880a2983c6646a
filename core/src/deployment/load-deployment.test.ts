import { afterEach, expect, it } from 'vitest';
import { readEnvironment } from './environment.js';
import { findConfig } from './find-config.js';
import { loadDeployment } from './load-deployment.js';
import { DeploymentProblems } from './problems.js';
import { deploymentFolder, type DeploymentFolder } from './testing/deployment-folder.js';

const folders: DeploymentFolder[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

const folderWith = async (config?: string): Promise<DeploymentFolder> => {
  const folder = await deploymentFolder(config);
  folders.push(folder);
  return folder;
};

const problemsOf = async (work: () => unknown): Promise<readonly string[]> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeploymentProblems) return error.problems.map(({ code, message, cure }) => `${code}: ${message} ${cure}`);
    throw error;
  }
  return [];
};

it('plans core alone, in an order in which each module comes after what it requires', async () => {
  const { plan, dir } = await loadDeployment((await folderWith()).config);
  expect(plan.modules.map(({ id }) => id)).toEqual(['kernel', 'access', 'calendars', 'people', 'change-requests', 'exchange', 'matching', 'programmes', 'surveys', 'transactions', 'indicators', 'privacy', 'grievances', 'webhooks']);
  expect(dir).toBe(folders[0]?.dir);
});

it('tells everything that is wrong at once: a module that is missing, one that throws, a role that nobody defines', async () => {
  const folder = await folderWith("export default { name: 'Test', modules: ['./broken.ts', '@kinga/nowhere'], signIns: [{ role: 'registar', name: 'a' }] };");
  await folder.write('broken.ts', "throw new Error('half written');");
  expect(await problemsOf(() => loadDeployment(folder.config))).toEqual([
    expect.stringMatching(/^MODULE_IMPORT_FAILED: .*half written/),
    expect.stringMatching(/^MODULE_NOT_FOUND: .*@kinga\/nowhere/),
    expect.stringMatching(/^UNKNOWN_ROLE: .*Did you mean registrar\?/),
  ]);
});

it('says what is wrong with a configuration', async () => {
  const said = async (text: string): Promise<string> => (await problemsOf(async () => loadDeployment((await folderWith(text)).config))).join();
  expect(await said('export const deployment = {};')).toMatch(/^CONFIG_INVALID/);
  expect(await said("export default { name: 'T', modules: [], timezone: 'UTC' };")).toMatch(/CONFIG_INVALID: .*timezone/s);
  expect(await said("export default { name: 'T', modules: [], timeZone: 'Africa/Akkra' };")).toMatch(/not a time zone/);
  expect(await said("throw new Error('no');")).toMatch(/^CONFIG_UNREADABLE: .*no/);
});

it('finds the configuration of the folder that somebody stands in, or of one above', async () => {
  const folder = await folderWith();
  await folder.write('a/b/c.txt', '');
  expect(findConfig(`${folder.dir}/a/b`)).toBe(folder.config);
  expect(findConfig('/', folder.dir)).toBe(folder.config);
  expect(await problemsOf(() => findConfig(folder.dir, 'a'))).toEqual([expect.stringMatching(/^CONFIG_MISSING: There is no kinga.config.ts in .*\/a or/)]);
});

it('reads where a deployment runs from the environment', async () => {
  expect(readEnvironment('/srv/kinga', {})).toEqual({ dataDir: '/srv/kinga/.kinga', databaseUrl: undefined, ownerDatabaseUrl: undefined, port: 4000, host: '127.0.0.1', production: false, graceMs: 0 });
  expect(readEnvironment('/srv/kinga', { KINGA_DATA: '/data', PORT: '0', DATABASE_URL: 'postgres://h/d', HOST: '0.0.0.0', NODE_ENV: 'production' }))
    .toEqual({ dataDir: '/data', databaseUrl: 'postgres://h/d', ownerDatabaseUrl: undefined, port: 0, host: '0.0.0.0', production: true, graceMs: 5_000 });
  expect(readEnvironment('/', { KINGA_REPLICA_URLS: 'postgres://a/d, postgres://b/d', KINGA_REPLICA_LAG_SECONDS: '2.5' })).toMatchObject({ replicaUrls: ['postgres://a/d', 'postgres://b/d'], replicaLagMs: 2_500 });
  expect(await problemsOf(() => readEnvironment('/', { KINGA_REPLICA_LAG_SECONDS: 'soon' }))).toEqual([expect.stringMatching(/^REPLICA_LAG_INVALID/)]);
  for (const PORT of ['abc', '-1', '65536', '4e3']) expect(await problemsOf(() => readEnvironment('/', { PORT }))).toEqual([expect.stringMatching(/^PORT_INVALID/)]);
});
