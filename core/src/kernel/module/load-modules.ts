import { fileURLToPath } from 'node:url';
import type { PlanProblem } from '../plan/types.js';
import { isForeignModule, isModule, type Module } from './define-module.js';
import { secondGraphql } from './graphql-copy.js';
import { loadProblems } from './problems.js';
import { firstLine, resolveEntry } from './resolve-entry.js';

export interface LoadedModule {
  readonly module: Module;
  /** Its file. */
  readonly url: URL;
}

/**
 * Imports the modules that a deployment lists. What cannot be used is reported, all of it, and never left out in silence.
 *
 * @param entries package names, and paths from `from`
 * @param from the deployment's configuration file, or its folder with a slash at the end
 */
export async function loadModules(entries: readonly string[], from: URL): Promise<{ loaded: LoadedModule[]; problems: PlanProblem[] }> {
  const loaded: LoadedModule[] = [];
  const problems: PlanProblem[] = [];
  // One after the other: decorators register as they are imported, and that order should not be chance.
  for (const entry of entries) {
    const resolved = resolveEntry(entry, from);
    if ('problem' in resolved) {
      problems.push(resolved.problem);
      continue;
    }
    const { url } = resolved;
    const copies = secondGraphql(url);
    if (copies) problems.push(loadProblems.secondGraphql(entry, fileURLToPath(url), copies.theirs, copies.own));
    const found = await importModule(entry, url);
    if ('problem' in found) problems.push(found.problem);
    else loaded.push({ module: found.module, url });
  }
  return { loaded, problems };
}

async function importModule(entry: string, url: URL): Promise<{ readonly module: Module } | { readonly problem: PlanProblem }> {
  const file = fileURLToPath(url);
  let namespace: Readonly<Record<string, unknown>>;
  try {
    namespace = (await import(url.href)) as Readonly<Record<string, unknown>>;
  } catch (thrown) {
    return { problem: loadProblems.importFailed(entry, file, firstLine(thrown), placeOf(thrown)) };
  }
  const exported = Object.entries(namespace);
  const modules = new Map(exported.flatMap(([name, value]) => (isModule(value) ? [[value, name] as const] : [])));
  const [module] = modules.keys();
  if (module && modules.size === 1) return { module };
  if (module) return { problem: loadProblems.severalModules(entry, file, [...modules.values()]) };
  const foreign = exported.filter(([, value]) => isForeignModule(value)).map(([name]) => name);
  if (foreign.length > 0) return { problem: loadProblems.foreignModule(entry, file, foreign) };
  return { problem: loadProblems.noModule(entry, file, exported.map(([name]) => name)) };
}

/** `file:line` of what threw, as the first line of the stack that names a file says it. */
function placeOf(thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const [, file, line] = /(?:[\s(]|file:\/\/)((?:\/|[A-Za-z]:[\\/])[^()\n]+?):(\d+)(?::\d+)?\)?$/m.exec(stack) ?? [];
  return file === undefined ? undefined : `${file}:${line}`;
}
