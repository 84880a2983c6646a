import { existsSync, readdirSync, realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Deployment } from './load-deployment.js';

/** Folders of a package that a running platform is made from. */
const FOLDERS = ['src', 'migrations', 'locales', 'operations'];
/** An editor or git may write many files; the change is told when it has come to rest. */
const REST_MS = 150;

/** What a deployment is made of on disk: its configuration, and the sources of those of its modules that lie in this checkout. */
export function watchedPaths({ plan, configFile, dir }: Deployment): readonly string[] {
  const require = createRequire(configFile);
  const packages = [...new Set(plan.modules.map((module) => module.packageName))].flatMap((name) => {
    try {
      return [realpathSync(dirname(require.resolve(`${name}/package.json`)))];
    } catch {
      return [];
    }
  });
  const folders = packages.filter((folder) => !/[\\/]node_modules[\\/]/.test(folder)).flatMap((folder) => FOLDERS.map((name) => join(folder, name)));
  return [configFile, join(dir, 'src'), ...folders].filter((path) => existsSync(path));
}

/** Tells when one of the paths, or something below it, has changed and then been left alone for a moment. */
export function watchPaths(paths: readonly string[], changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const rest: { timer?: NodeJS.Timeout } = {};
  const watchAll = (): void => {
    for (const folder of paths.flatMap(foldersOf)) {
      if (watchers.has(folder)) continue;
      const watcher = watch(folder, later);
      watcher.on('error', () => { watcher.close(); watchers.delete(folder); });
      watchers.set(folder, watcher);
    }
  };
  const later = (): void => {
    clearTimeout(rest.timer);
    rest.timer = setTimeout(() => {
      watchAll();
      changed();
    }, REST_MS);
  };
  watchAll();
  return () => {
    clearTimeout(rest.timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

/**
 * A folder and those in it; a file itself. Node's own recursive watching on Linux loses a file when an editor saves it
 * by renaming another over it.
 */
function foldersOf(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return existsSync(path) ? [path] : [];
  return [path, ...readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((entry) => foldersOf(join(path, entry.name)))];
}
