import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { seedDeployment } from '../deployment/seed-deployment.js';
import { appAddress, APP_ROLE, ensureAppRole, grantToApp } from '../kernel/database/app-account.js';
import { migrate, type Migration } from '../kernel/database/migrate.js';
import { migrationsOf } from '../kernel/database/plan-migrations.js';
import { cloneDatabase, templateDatabase } from '../kernel/database/template.js';
import { testServer } from '../kernel/database/test-server.js';
import type { Seed } from '../kernel/module/seed.js';
import type { Plan } from '../kernel/plan/types.js';
import { installJobs, startPlatform } from '../kernel/platform.js';
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

/** Clones a database from a template that is made once: tens of milliseconds instead of seconds. */
export async function testDatabase(plan: Plan, seeds: readonly Seed['kind'][], today: string, dataDir: string): Promise<TestDatabase> {
  const server = await testServer();
  const migrations = await migrationsOf(plan);
  const template = await templateDatabase(server.url, fingerprint(plan, migrations, seeds, today), async (url) => {
    const owner = ownerPool(url);
    await ensureAppRole(owner, url);
    await migrate(owner, migrations, { log: () => undefined });
    await installJobs(owner);
    await grantToApp(owner, APP_ROLE);
    if (seeds.length > 0) {
      const pool = testPool(appAddress(url));
      const platform = await startPlatform({ plan, pool, dataDir, keys: testKeys, log: pino({ level: 'silent' }), today: () => today, workers: false });
      await seedDeployment(platform, seeds, { step: () => undefined });
      await platform.stop();
      await pool.end();
    }
    await owner.end();
  });
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

/** Migrations are told apart by their text, seeds by the sources that they come from. */
function fingerprint(plan: Plan, migrations: readonly Migration[], seeds: readonly Seed['kind'][], today: string): string {
  const hash = createHash('sha256').update(APP_ROLE);
  for (const { module, name, sql } of migrations) hash.update(`${module}/${name}`).update(sql);
  if (seeds.length > 0) hash.update(JSON.stringify([seeds, today, plan.modules.map(({ id, version }) => [id, version]), [...plan.settings], sourceFingerprint(plan)]));
  return hash.digest('hex');
}
