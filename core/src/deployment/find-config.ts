import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deploymentProblems } from './problems.js';

const NAMES = ['kinga.config.ts', 'kinga.config.mts', 'kinga.config.js', 'kinga.config.mjs'];

/**
 * The configuration of the deployment that somebody stands in: in the folder or in the nearest one above.
 *
 * @param given a file, or a folder that has one
 * @throws DeploymentProblems CONFIG_MISSING
 */
export function findConfig(from: string, given?: string): string {
  const start = resolve(from, given ?? '.');
  if (given !== undefined && existsSync(start) && statSync(start).isFile()) return start;
  for (let folder = start; ; folder = dirname(folder)) {
    const found = NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
    if (found) return found;
    if (given !== undefined || folder === dirname(folder)) throw deploymentProblems.noConfig(start);
  }
}
