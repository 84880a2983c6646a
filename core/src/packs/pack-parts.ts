import { extensionPoint } from '../kernel/module/extension-point.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { Platform } from '../kernel/platform.js';
import type { PackData } from './format.js';
import type { Installing } from './install-pack.js';
import { packProblem } from './pack-problems.js';

/** What a module takes out of packs beside programmes: lies in `pack.yaml` under `parts`, by the name under which it is contributed. */
export interface PackPart {
  readonly description: string;
  /** What is wrong with the part of a pack, each in a sentence that says where; nothing is written. */
  problems(part: unknown, pack: Pick<PackData, 'pack' | 'programmes'>): readonly string[];
  /** Installs it through the API, once the programmes of the pack are there. What is there already stays. */
  install(installing: Installing, part: unknown): Promise<void>;
}

export const packParts = extensionPoint<PackPart>('programmes.pack-parts', 'many', 'What modules take out of country packs beside programmes');

/** Everything that modules find wrong with their parts of a pack, and parts that no module takes. */
export function partProblems(platform: Pick<Platform, 'extensions'>, data: PackData): readonly PlanProblem[] {
  const known = platform.extensions(packParts);
  return Object.entries(data.parts).flatMap(([name, part]) => {
    const taken = known.get(name);
    if (!taken) return [packProblem('PACK_PART_UNKNOWN', `${data.pack}, parts.${name}: no module takes it.`, `Name the module that takes it under \`modules\`; these are taken: ${[...known.keys()].join(', ') || 'none'}.`)];
    return taken.problems(part, data).map((message) => packProblem('PACK_PART_INVALID', `${data.pack}, parts.${name}: ${message}`, taken.description));
  });
}

export async function installParts(installing: Installing, { parts }: PackData): Promise<void> {
  const known = installing.drafter.platform.extensions(packParts);
  for (const [name, part] of Object.entries(parts)) await known.get(name)?.install(installing, part);
}
