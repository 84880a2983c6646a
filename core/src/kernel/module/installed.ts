import { type Dirent, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../plan/did-you-mean.js';

/** Folders named `node_modules` that packages are looked for in, from a deployment upwards. */
export function packageFolders(from: URL): readonly string[] {
  return createRequire(from).resolve.paths('kinga') ?? [];
}

/** The package that a name was probably meant to be: one of @kinga, or of the workspace. */
export function nearestPackage(entry: string, from: URL): string | undefined {
  const candidates = packageFolders(from).flatMap((folder) => [...scoped(folder), ...workspacePackages(folder, '')]);
  const withoutScope = candidates.find((candidate) => candidate.endsWith(`/${basename(entry)}`) && candidate !== entry);
  return withoutScope ?? nearest(entry, candidates);
}

/** The file that a path was probably meant to be. */
export function nearestFile(path: string): string | undefined {
  const found = nearest(basename(path), entriesOf(dirname(path)).map(({ name }) => name));
  return found && join(dirname(path), found);
}

function scoped(folder: string): readonly string[] {
  return entriesOf(join(folder, '@kinga')).map(({ name }) => `@kinga/${name}`);
}

/** npm links the packages of a workspace into node_modules. */
function workspacePackages(folder: string, scope: string): readonly string[] {
  return entriesOf(join(folder, scope)).flatMap((entry) => {
    if (entry.isSymbolicLink()) return [scope + entry.name];
    return scope === '' && entry.name.startsWith('@') ? workspacePackages(folder, `${entry.name}/`) : [];
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
