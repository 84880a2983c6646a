import { existsSync, realpathSync, watch, type FSWatcher } from 'node:fs';
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
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, REST_MS);
  };
  const watchers: readonly FSWatcher[] = paths.map((path) => watch(path, { recursive: true }, later));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
