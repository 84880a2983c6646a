import type { Pool, PoolClient } from 'pg';
import type { Progress, Seed } from '../kernel/module/seed.js';
import type { Platform } from '../kernel/platform.js';
import { deploymentProblems } from './problems.js';

/** Seeders wait for each other on this lock, each for the length of one seed's transaction; "seed" in hexadecimal. */
const SEED_LOCK = 0x73656564;

/** A seed and the module that brings it. */
export interface OwnedSeed {
  readonly module: string;
  readonly seed: Seed;
}

/**
 * Runs the seeds that the database has not had, in the order of the plan: reference data of all modules, then made-up data.
 *
 * @returns those that this call ran
 * @throws DeploymentProblems SEED_FAILED
 */
export async function seedDeployment(
  platform: Platform, kinds: readonly Seed['kind'][], progress: Progress, signal?: AbortSignal,
): Promise<readonly OwnedSeed[]> {
  const ran: OwnedSeed[] = [];
  for (const owned of seedsOf(platform, kinds)) {
    signal?.throwIfAborted();
    if (await runOnce(platform, owned, progress)) ran.push(owned);
  }
  return ran;
}

export function seedsOf(platform: Pick<Platform, 'plan'>, kinds: readonly Seed['kind'][]): readonly OwnedSeed[] {
  const all = platform.plan.modules.flatMap((module) => (module.seeds ?? []).map((seed) => ({ module: module.id, seed })));
  return (['reference', 'demo'] as const).filter((kind) => kinds.includes(kind)).flatMap((kind) => all.filter(({ seed }) => seed.kind === kind));
}

/** The transaction holds only the lock and the record; the seed writes through the platform's own. */
async function runOnce(platform: Platform, owned: OwnedSeed, progress: Progress): Promise<boolean> {
  const { module, seed } = owned;
  if (await isRecorded(platform.pool, owned)) return false;
  const client = await platform.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [SEED_LOCK]);
    const due = !(await isRecorded(client, owned));
    if (due) {
      progress.step(`Seeding ${seed.name}`);
      await seed.run(platform, progress);
      await client.query('insert into kernel.seed (module, name, kind) values ($1, $2, $3)', [module, seed.name, seed.kind]);
    }
    await client.query('commit');
    return due;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw deploymentProblems.seedFails(seed.name, error instanceof Error ? error.message : String(error));
  } finally {
    client.release();
  }
}

async function isRecorded(client: Pool | PoolClient, { module, seed }: OwnedSeed): Promise<boolean> {
  return (await client.query('select from kernel.seed where module = $1 and name = $2', [module, seed.name])).rowCount === 1;
}
