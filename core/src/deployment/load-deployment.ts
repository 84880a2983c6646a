import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreModules } from '../core-modules.js';
import { loadModules } from '../kernel/module/load-modules.js';
import { moduleOfPacks } from '../packs/module-of-packs.js';
import { readPack } from '../packs/read-pack.js';
import { planModules } from '../kernel/plan/plan.js';
import type { Plan } from '../kernel/plan/types.js';
import { describeModule } from '../kernel/schema/describe-module.js';
import { accessProblems } from './access-problems.js';
import type { DeploymentConfig } from './define-deployment.js';
import { DeploymentProblems } from './problems.js';
import { readConfig } from './read-config.js';
import { signInProblems } from './sign-ins.js';

/** A deployment whose plan is clean. */
export interface Deployment {
  readonly config: DeploymentConfig;
  readonly plan: Plan;
  /** Folder of the configuration. */
  readonly dir: string;
  readonly configFile: string;
}

/**
 * Loads a deployment's configuration and its modules and plans them, core's own first.
 *
 * @throws DeploymentProblems with everything that was found
 */
export async function loadDeployment(configFile: string): Promise<Deployment> {
  const file = resolve(configFile);
  const config = await readConfig(file);
  const { loaded, problems } = await loadModules(config.modules, pathToFileURL(file));
  const packs = moduleOfPacks(await Promise.all((config.packs ?? []).map((folder) => readPack(resolve(dirname(file), folder)))));
  const modules = [...coreModules, ...loaded.map(({ module }) => module), ...(packs ? [packs] : [])];
  const planned = planModules(modules.map(describeModule), { settings: config.settings ?? {}, choose: config.choose ?? {} });
  const found = [...problems, ...('problems' in planned ? planned.problems : []), ...accessProblems(modules), ...signInProblems(config, modules)];
  if (found.length > 0 || 'problems' in planned) throw new DeploymentProblems(found);
  return { config, plan: planned.plan, dir: dirname(file), configFile: file };
}
