import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreModules } from '../core-modules.js';
import { openDeployment } from '../deployment/open-deployment.js';
import { loadModules } from '../kernel/module/load-modules.js';
import { planModules } from '../kernel/plan/plan.js';
import type { Progress } from '../kernel/module/seed.js';
import type { Platform } from '../kernel/platform.js';
import { describeModule } from '../kernel/schema/describe-module.js';
import { pino } from 'pino';
import { moduleOfPacks } from './module-of-packs.js';
import { refusePack } from './pack-problems.js';
import { PACK_FILE, type Pack } from './read-pack.js';

/** A platform of its own to try packs on, with a database that is thrown away: nothing of a deployment is needed or touched. */
export async function withTryPlatform<T>(packs: readonly Pack[], progress: Progress, work: (platform: Platform) => Promise<T>): Promise<T> {
  const own = moduleOfPacks(packs);
  const [{ dir: folder } = { dir: '.' }] = packs;
  const { loaded, problems } = await loadModules([...new Set(packs.flatMap(({ data }) => data.modules))], pathToFileURL(join(folder, PACK_FILE)));
  const planned = planModules([...coreModules, ...loaded.map(({ module }) => module), ...(own ? [own] : [])].map(describeModule), { settings: {}, choose: {} });
  if (problems.length > 0 || 'problems' in planned) return refusePack([...problems, ...('problems' in planned ? planned.problems : [])]) as never;
  progress.step('Trying on a database that is thrown away afterwards');
  const dir = await mkdtemp(join(tmpdir(), 'kinga-pack-'));
  // PostgreSQL runs as another account where this is root.
  await chmod(dir, 0o711);
  try {
    const opened = await openDeployment({
      deployment: { config: { name: 'Packs', modules: [] }, plan: planned.plan, dir, configFile: join(dir, 'kinga.config.ts') },
      environment: { dataDir: dir, databaseUrl: undefined, port: 0, host: '127.0.0.1', production: false },
      progress: { step: () => undefined }, seed: [], log: pino({ level: 'silent' }),
    });
    try {
      return await work(opened.platform);
    } finally {
      await opened.stop();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
