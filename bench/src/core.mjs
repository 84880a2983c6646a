import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Folder of the core that is measured; `KINGA_CORE` points at another copy, so that a change can be measured beside it. */
export const coreFolder = process.env.KINGA_CORE || fileURLToPath(new URL('../../core/', import.meta.url));

/** A file of core's build. Benches look inside: they are no module and need no door. */
export function core(path) {
  return import(pathToFileURL(join(coreFolder, 'dist', path)).href);
}

/** The plan of core's own modules, and of others where they are given. */
export async function corePlan(settings = {}, modules = []) {
  const [{ coreModules }, { describeModule }, { planModules }] = await Promise.all([
    core('core-modules.js'), core('kernel/schema/describe-module.js'), core('kernel/plan/plan.js'),
  ]);
  const planned = planModules([...coreModules, ...modules].map(describeModule), { settings, choose: {} });
  if (planned.problems) throw new Error(planned.problems.map((problem) => problem.message).join('\n'));
  return planned.plan;
}
