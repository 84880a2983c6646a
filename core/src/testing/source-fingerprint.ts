import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plan } from '../kernel/plan/types.js';

/**
 * Tells the sources of a plan's modules apart by what is in them. What a seed writes depends on code anywhere in its
 * module or in core, so a database that was seeded by other sources must not be taken for theirs.
 */
export function sourceFingerprint(plan: Plan): string {
  const hash = createHash('sha256');
  for (const name of new Set(plan.modules.map((module) => module.packageName))) {
    const folder = packageFolder(name);
    // A module that a test made up has no package: its seeds are run anew in each test run.
    if (folder === undefined) hash.update(`${name} of run ${process.ppid}`);
    else for (const file of sourcesIn(folder)) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(join(process.cwd(), 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

function sourcesIn(folder: string): readonly string[] {
  const sources = [join(folder, 'src'), join(folder, 'dist')].find((candidate) => existsSync(candidate));
  if (sources === undefined) return [];
  return readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|json|csv|sql)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
