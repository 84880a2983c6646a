import type { Pool } from 'pg';
import { grantToApp } from '../kernel/database/app-account.js';
import type { Database } from '../kernel/database/connect.js';
import { checkMigrated, migrate, pendingMigrations, type Migration } from '../kernel/database/migrate.js';
import { migrationsOf } from '../kernel/database/plan-migrations.js';
import { migrationProblems } from '../kernel/database/problems.js';
import type { Progress } from '../kernel/module/seed.js';
import { installJobs } from '../kernel/platform.js';
import type { Deployment } from './load-deployment.js';
import { jobTablesMissing } from './job-tables.js';

/**
 * Brings a database to where the deployment's modules want it, as its owner, and lets the platform's account work with it.
 *
 * @returns the migrations that this call applied
 * @throws DatabaseProblem
 */
export async function migrateDeployment({ plan, config }: Deployment, { owner, account }: Pick<Database, 'owner' | 'account'>, progress: Progress): Promise<readonly Migration[]> {
  const applied = await migrate(owner, await migrationsOf(plan), { log: (text) => progress.step(text), retired: config.retired ?? [] });
  if (await jobTablesMissing(owner)) {
    await installJobs(owner);
    progress.step('Laid the tables of the job queue.');
  }
  await grantToApp(owner, account);
  return applied;
}

/** What `kinga migrate` would apply. */
export async function pendingOf({ plan, config }: Deployment, pool: Pool): Promise<readonly Migration[]> {
  return pendingMigrations(pool, await migrationsOf(plan), config.retired ?? []);
}

/** @throws DatabaseProblem DATABASE_BEHIND and others where the database is not exactly where the deployment wants it */
export async function checkDeploymentMigrated({ plan, config }: Deployment, pool: Pool): Promise<void> {
  await checkMigrated(pool, await migrationsOf(plan), config.retired ?? []);
  if (await jobTablesMissing(pool)) throw migrationProblems.behind(['the tables of the job queue']);
}
