import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { errorText } from '../database/errors.js';
import type { PlanProblem } from '../plan/types.js';
import { nearestFile, nearestPackage, packageFolders } from './installed.js';
import { loadProblems } from './problems.js';

export type Resolved = { readonly url: URL } | { readonly problem: PlanProblem };

/** Finds the file of what a deployment lists: a package by name, or a file or a package's folder by path. */
export function resolveEntry(entry: string, from: URL): Resolved {
  return isPath(entry) ? resolvePath(entry, from) : resolvePackage(entry, from);
}

function isPath(entry: string): boolean {
  return /^(\.{1,2}(\/|\\|$)|file:)/.test(entry) || isAbsolute(entry);
}

function resolvePath(entry: string, from: URL): Resolved {
  const path = fileURLToPath(isAbsolute(entry) ? pathToFileURL(entry) : new URL(entry, from));
  if (!existsSync(path)) return { problem: loadProblems.notFound(entry, fileURLToPath(from), nearestFile(path)) };
  return statSync(path).isDirectory() ? resolveFolder(entry, path) : { url: urlOf(path) };
}

function resolvePackage(entry: string, from: URL): Resolved {
  const folder = packageFolders(from).map((modules) => join(modules, entry)).find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder !== undefined) return resolveFolder(entry, folder);
  try {
    return { url: urlOf(createRequire(from).resolve(entry)) };
  } catch {
    return { problem: loadProblems.notFound(entry, fileURLToPath(from), nearestPackage(entry, from)) };
  }
}

/** `require.resolve` would pass by what a package exports to `import` only, and take its CommonJS build where it has both. */
function resolveFolder(entry: string, folder: string): Resolved {
  const root = realpathSync(folder);
  try {
    const { exports: exported } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly exports?: unknown };
    const target = importTarget(exported);
    return { url: urlOf(target === undefined ? createRequire(join(root, 'package.json')).resolve(root) : join(root, target)) };
  } catch (thrown) {
    return { problem: loadProblems.notResolved(entry, root, firstLine(thrown)) };
  }
}

const CONDITIONS: ReadonlySet<string> = new Set(['import', 'node', 'module-sync', 'default', ...nodeConditions()]);

/** The target of `.` in `exports`: the first condition that holds, as Node reads them. */
function importTarget(exported: unknown): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  for (const [key, value] of Object.entries(exported)) {
    const target = key === '.' || CONDITIONS.has(key) ? importTarget(value) : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}

/** What `--conditions` (`-C`) of this process says. */
function nodeConditions(): readonly string[] {
  const given = `${process.env['NODE_OPTIONS'] ?? ''} ${process.execArgv.join(' ')}`;
  return [...given.matchAll(/(?:^|\s)(?:--conditions|-C)[=\s]\s*(\S+)/g)].flatMap(([, condition]) => condition ?? []);
}

/** Node imports a file by its real path; a module must not come twice because of a link. */
function urlOf(path: string): URL {
  return pathToFileURL(realpathSync(path));
}

export function firstLine(thrown: unknown): string {
  return errorText(thrown).split('\n', 1)[0]?.replace(/\.$/, '') ?? '';
}
