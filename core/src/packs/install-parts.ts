import type { PlanProblem } from '../kernel/plan/types.js';
import type { Platform } from '../kernel/platform.js';
import { packParts } from '../programmes/pack-parts.js';
import type { PackData } from './format.js';
import type { Installing } from './install-pack.js';
import { packProblem } from './pack-problems.js';

/** Everything that modules find wrong with their parts of a pack, and parts that no module takes. */
export function partProblems(platform: Pick<Platform, 'extensions'>, data: PackData): readonly PlanProblem[] {
  const known = platform.extensions(packParts);
  return Object.entries(data.parts).flatMap(([name, part]) => {
    const taken = known.get(name);
    if (!taken) return [packProblem('PACK_PART_UNKNOWN', `${data.pack}, parts.${name}: no module takes it.`, `Name the module that takes it under \`modules\`; these are taken: ${[...known.keys()].join(', ') || 'none'}.`)];
    return taken.problems(part, data).map((message) => packProblem('PACK_PART_INVALID', `${data.pack}, parts.${name}: ${message}`, taken.description));
  });
}

/** Has each module install what it takes. */
export async function installParts(installing: Installing, { parts }: PackData): Promise<void> {
  const known = installing.drafter.platform.extensions(packParts);
  for (const [name, part] of Object.entries(parts)) await known.get(name)?.install(installing, part);
}
