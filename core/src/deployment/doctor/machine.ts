import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findAccount } from '../../kernel/database/account.js';
import { findBinaries } from '../../kernel/database/binaries.js';
import { DeploymentProblems } from '../problems.js';

const LEAST_SPACE = 1024 ** 3;

const problem = (code: string, message: string, cure: string): DeploymentProblems => new DeploymentProblems([{ code, message, cure }]);

export function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw problem('NODE_TOO_OLD', `Node ${process.versions.node} is too old.`, 'Install Node 22.18 or newer, or run npm install, which brings its own.');
  }
  return `${process.versions.node} at ${process.execPath}`;
}

export async function diskSpace(folder: string): Promise<string> {
  const there = nearestExisting(folder);
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const says = `${(free / 1024 ** 3).toFixed(1)} GB free at ${there}`;
  if (free < LEAST_SPACE) throw problem('DISK_NEARLY_FULL', `${says}; a database that runs out of space stops.`, 'Free at least 1 GB, or set KINGA_DATA to a folder on another disk.');
  return says;
}

/** The embedded PostgreSQL's programs, with the links to libraries that an installation without scripts lacks. */
export async function embeddedPrograms(): Promise<string> {
  const { bin, version } = await findBinaries(await findAccount());
  return `PostgreSQL ${version} runs from ${bin}`;
}

/** Two copies of graphql don't know each other's types. */
export function copiesOfGraphql(dir: string): string {
  const lock = installedList(dir);
  if (!lock) return 'not looked at: no package-lock of an installation is near';
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { readonly packages: Readonly<Record<string, { readonly version?: string }>> };
  const copies = Object.entries(packages).filter(([path]) => /(^|\/)node_modules\/graphql$/.test(path)).map(([path, { version }]) => `${version ?? '?'} in ${path}`);
  if (copies.length > 1) throw problem('SECOND_GRAPHQL', `There are ${copies.length} copies of graphql: ${copies.join('; ')}.`, 'Run npm ls graphql, and give the package.json an override of graphql so that one copy remains.');
  return copies[0] ?? 'none of its own here';
}

function installedList(dir: string): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', '.package-lock.json');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestExisting(dirname(folder));
}
