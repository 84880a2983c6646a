import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { coreModules } from '../core-modules.js';
import { seedDeployment } from '../deployment/seed-deployment.js';
import { appAddress, APP_ROLE, ensureAppRole, grantToApp } from '../kernel/database/app-account.js';
import { migrate, type Migration } from '../kernel/database/migrate.js';
import { migrationsOf } from '../kernel/database/plan-migrations.js';
import { cloneDatabase, templateDatabase } from '../kernel/database/template.js';
import { testServer, type TestServer } from '../kernel/database/test-server.js';
import type { Seed } from '../kernel/module/seed.js';
import { planModules } from '../kernel/plan/plan.js';
import { printProblems } from '../kernel/plan/problems.js';
import type { Plan } from '../kernel/plan/types.js';
import { installJobs, startPlatform, type Platform } from '../kernel/platform.js';
import { describeModule } from '../kernel/schema/describe-module.js';
import { sourceFingerprint } from './source-fingerprint.js';
import { testKeys } from './test-keys.js';
import { ownerPool, testPool } from './test-pool.js';

/** A migrated, and if wished seeded, database of a test's own. */
export interface TestDatabase {
  /** The owner's address. */
  readonly url: string;
  /** The platform's. */
  readonly appUrl: string;
  stop(): Promise<void>;
}

/** What is written into a template beyond what migrations lay. */
interface Contents {
  readonly plan: Plan;
  readonly seeds: readonly Seed['kind'][];
  readonly today: string;
  /** Where the platform that writes them keeps its files. */
  readonly dataDir: string;
}

/** A migrated database into which nobody has written, cloned from a template that is made once: tens of milliseconds instead of seconds. */
export async function testDatabase(plan: Plan): Promise<TestDatabase> {
  const server = await testServer();
  return cloned(server, await migrated(server.url, await migrationsOf(plan), (core) => migratedCore(server.url, core)));
}

/** The same with what a platform writes when it is first started, and with what seeds write. */
export async function startedDatabase(contents: Contents): Promise<TestDatabase> {
  const server = await testServer();
  return cloned(server, contents.seeds.length === 0 ? await started(server.url, contents) : await seeded(server.url, contents));
}

async function cloned(server: TestServer, template: string): Promise<TestDatabase> {
  const clone = await cloneDatabase(server.url, template);
  return {
    url: clone.url,
    appUrl: appAddress(clone.url),
    stop: async () => {
      await clone.drop();
      await server.stop();
    },
  };
}

/** By plan: files of tests that follow each other in a process often have the same. */
const startedOf = new WeakMap<Plan, Promise<string>>();

function started(server: string, { plan, dataDir }: Contents): Promise<string> {
  const found = startedOf.get(plan);
  if (found) return found;
  const template = migrationsOf(plan).then((all) => migrated(server, all, (core) => startedCore(server, core, dataDir)));
  startedOf.set(plan, template);
  // Whoever asks next tries again.
  template.catch(() => startedOf.delete(plan));
  return template;
}

async function seeded(server: string, contents: Contents): Promise<string> {
  const { plan, seeds, today } = contents;
  const from = await started(server, contents);
  const what = [from, seeds, today, plan.modules.map(({ id, version }) => [id, version]), [...plan.settings], sourceFingerprint(plan)];
  return templateDatabase(server, fingerprint([], what), (url) => onPlatform(url, contents, async (platform) => {
    await seedDeployment(platform, seeds, { step: () => undefined });
  }), from);
}

/** Core's migrations take seconds and are those of every plan; most plans have no others. */
async function migrated(server: string, all: readonly Migration[], coreTemplate: (core: readonly Migration[]) => Promise<string>): Promise<string> {
  const core = all.filter(({ module }) => CORE.has(module));
  const from = await coreTemplate(core);
  return core.length === all.length ? from : templateDatabase(server, fingerprint(all, from), (url) => lay(url, all), from);
}

function migratedCore(server: string, core: readonly Migration[]): Promise<string> {
  return templateDatabase(server, fingerprint(core), (url) => lay(url, core));
}

/** With core's roles and separations. What other modules have of them is written when they are started. */
async function startedCore(server: string, core: readonly Migration[], dataDir: string): Promise<string> {
  const written = coreModules.map(({ id, roles, separations }) => [id, roles, separations]);
  const start = (url: string): Promise<void> => onPlatform(url, { plan: planOfCore(), today: '2026-03-01', dataDir }, async () => undefined);
  return templateDatabase(server, fingerprint(core, written), start, await migratedCore(server, core));
}

async function lay(url: string, migrations: readonly Migration[]): Promise<void> {
  const owner = ownerPool(url);
  await ensureAppRole(owner, url);
  await migrate(owner, migrations, { log: () => undefined });
  await installJobs(owner);
  await grantToApp(owner, APP_ROLE);
  await owner.end();
}

async function onPlatform(url: string, { plan, today, dataDir }: Omit<Contents, 'seeds'>, work: (platform: Platform) => Promise<void>): Promise<void> {
  const pool = testPool(appAddress(url));
  const platform = await startPlatform({ plan, pool, dataDir, keys: testKeys, log: pino({ level: 'silent' }), today: () => today, workers: false });
  await work(platform);
  await platform.stop();
  await pool.end();
}

const CORE: ReadonlySet<string> = new Set(coreModules.map(({ id }) => id));

function planOfCore(): Plan {
  const planned = planModules(coreModules.map(describeModule), { settings: {}, choose: {} });
  if ('problems' in planned) throw new Error(printProblems(planned.problems));
  return planned.plan;
}

/** Migrations are told apart by their text, what is written by what it comes from. */
function fingerprint(migrations: readonly Migration[], written: unknown = null): string {
  const hash = createHash('sha256').update(APP_ROLE);
  for (const { module, name, sql } of migrations) hash.update(`${module}/${name}`).update(sql);
  return hash.update(JSON.stringify(written)).digest('hex');
}
