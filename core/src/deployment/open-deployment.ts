import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { accountTooStrong } from '../kernel/database/account-strength.js';
import { unguardedIn } from '../kernel/database/guards.js';
import { openDatabase, type Database } from '../kernel/database/connect.js';
import type { Progress, Seed } from '../kernel/module/seed.js';
import { startPlatform, type Platform } from '../kernel/platform.js';
import type { Keys } from '../kernel/secrets/keys.js';
import { openKeys } from '../kernel/secrets/open-keys.js';
import { limitsSchema } from '../kernel/surface/limits.js';
import { openTraces } from '../kernel/telemetry/open-traces.js';
import { platformLog } from '../kernel/telemetry/platform-log.js';
import { telemetryOf } from '../kernel/telemetry/telemetry.js';
import { modelProblems } from '../kernel/schema/model-problems.js';
import type { Environment } from './environment.js';
import type { Deployment } from './load-deployment.js';
import { checkDeploymentMigrated, migrateDeployment } from './migrate-deployment.js';
import { DeploymentProblems } from './problems.js';
import { seedDeployment } from './seed-deployment.js';

/** Folders below a deployment's data folder. */
export const databaseFolder = (dataDir: string): string => join(dataDir, 'database');
export const filesFolder = (dataDir: string): string => join(dataDir, 'files');
/** Where the audit is anchored. */
export const anchorsFile = ({ auditAnchors, dataDir }: Environment): string => auditAnchors ?? join(dataDir, 'audit-anchors.jsonl');

/** Where it is said who was erased. */
export const erasuresFile = ({ erasures, dataDir }: Environment): string => erasures ?? join(dataDir, 'erasures.jsonl');

/** A deployment whose platform runs, without a server in front. */
export interface OpenDeployment {
  readonly deployment: Deployment;
  readonly environment: Environment;
  readonly platform: Platform;
  readonly database: Database;
  stop(): Promise<void>;
}

export interface OpenDeploymentOptions {
  readonly deployment: Deployment;
  readonly environment: Environment;
  readonly progress: Progress;
  readonly log?: Logger;
  /** Migrates also a database that Kinga did not bring; refuses one that lacks migrations where left out. */
  readonly migrate?: boolean;
  /** What to seed; reference and demo data with the embedded database, nothing with another where left out. */
  readonly seed?: readonly Seed['kind'][];
  /** Ends the opening between two of its steps. */
  readonly signal?: AbortSignal;
}

/** The deployment's database, whether migrated or not. */
export function openDeploymentDatabase(environment: Environment, progress: Progress): Promise<Database> {
  return openDatabase({
    url: environment.databaseUrl, replicaUrls: environment.replicaUrls, ownerUrl: environment.ownerDatabaseUrl, makeAccount: !environment.production, dataDir: databaseFolder(environment.dataDir), log: (text) => progress.step(text), poolSize: 20,
  });
}

/**
 * Opens a deployment: database, migrations, platform, seeds. The embedded database is migrated and seeded without asking;
 * another is left as it is and refused where it lacks migrations.
 *
 * @throws DatabaseProblem, DeploymentProblems, KeysProblem, and the signal's reason
 */
export async function openDeployment(options: OpenDeploymentOptions): Promise<OpenDeployment> {
  const { deployment, environment, progress } = options;
  const keys = await openKeys(environment.dataDir);
  const database = await openDeploymentDatabase(environment, progress);
  const opened: { platform?: Platform } = {};
  const stop = async (): Promise<void> => {
    await opened.platform?.stop();
    await database.stop();
  };
  try {
    options.signal?.throwIfAborted();
    if (options.migrate ?? database.embedded) await migrateDeployment(deployment, database, progress);
    else await checkDeploymentMigrated(deployment, database.pool);
    await checkAccount(database, options);
    options.signal?.throwIfAborted();
    const platform = await startOn(database, keys, options);
    opened.platform = platform;
    await seedDeployment(platform, options.seed ?? (database.embedded ? ['reference', 'demo'] : []), progress, options.signal);
    return { deployment, environment, platform, database, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** The platform's account must be one that policies bind; a desk without one is told. */
async function checkAccount(database: Database, { environment, progress }: OpenDeploymentOptions): Promise<void> {
  const problem = await accountTooStrong(database.pool);
  if (!problem) return;
  if (environment.production) throw problem;
  progress.step(`${problem.message} Only the platform's own predicates do. ${problem.cure}`);
}

async function startOn(database: Database, keys: Keys, { deployment, environment, log }: OpenDeploymentOptions): Promise<Platform> {
  const { plan, config } = deployment;
  const dataDir = filesFolder(environment.dataDir);
  await mkdir(dataDir, { recursive: true });
  const platform = await startPlatform({
    plan, dataDir, keys, auditAnchors: anchorsFile(environment), erasures: erasuresFile(environment), pool: database.pool, ...(database.replicas.length > 0 && { replicas: { pools: database.replicas, mostLagMs: environment.replicaLagMs ?? 5_000 } }), log: log ?? platformLog(environment.production),
    telemetry: telemetryOf(await openTraces(plan.modules.find(({ id }) => id === 'kernel')?.version ?? '0')),
    ...(config.timeZone && { timeZone: config.timeZone }),
    ...(config.locale && { locale: config.locale }),
    ...(config.largestPage && { largestPage: config.largestPage }),
    limits: limitsSchema.parse(config.limits ?? {}),
  });
  const problems = [...modelProblems(platform.schema, platform.model), ...(await unguardedIn(database.pool, plan.modules))];
  if (problems.length === 0) return platform;
  await platform.stop();
  throw new DeploymentProblems(problems);
}
