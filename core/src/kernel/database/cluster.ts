import { spawn } from 'node:child_process';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { embeddedProblems } from './problems.js';
import { explainFailure } from './server-log.js';

/** The superuser of an embedded server. */
export const ADMIN_ROLE = 'postgres';

// Written to postgresql.conf once, so that a deployment may change them there.
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Compiling costs more than it gains on queries of a few milliseconds, and stalls the first of each kind.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
};

/** A minimal environment: PG* variables of whoever starts Kinga must not steer its server, nor its secrets reach it. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT'];
  return { ...Object.fromEntries(kept.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]])), LC_ALL: 'C' };
}

/**
 * Creates `cluster` in `home` unless it exists, in one step: a killed attempt leaves nothing that looks like one.
 *
 * @throws DatabaseProblem
 */
export async function ensureCluster(home: string, account: Account, binaries: Binaries, password: string, durable: boolean): Promise<string> {
  const cluster = join(home, 'cluster');
  if ((await stat(cluster).catch(() => undefined)) !== undefined) {
    await checkVersion(cluster, binaries);
    return cluster;
  }
  for (const name of await readdir(home)) {
    if (name.startsWith('unfinished')) await rm(join(home, name), { recursive: true, force: true });
  }
  const unfinished = join(home, 'unfinished');
  const passwordFile = join(home, 'unfinished.secret');
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
  }
  try {
    await initdb(home, unfinished, passwordFile, account, binaries, durable);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, cluster);
  return cluster;
}

async function initdb(home: string, folder: string, passwordFile: string, account: Account, binaries: Binaries, durable: boolean): Promise<void> {
  const child = spawn(join(binaries.bin, 'initdb'), [
    `--pgdata=${folder}`, `--username=${ADMIN_ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8 is the same on every machine, so that indexes survive an upgrade of the system's libc.
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple', '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
    ...Object.entries(SETTINGS).map(([name, value]) => `--set=${name}=${value}`),
  ], { ...account, cwd: home, env: serverEnvironment(), stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => { words += chunk.toString(); });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw explainFailure(words, folder);
}

async function checkVersion(cluster: string, binaries: Binaries): Promise<void> {
  const found = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found === undefined) throw embeddedProblems.damaged(cluster, 'it has no file PG_VERSION');
  const wanted = binaries.version.split('.')[0] ?? '';
  if (found.trim() !== wanted) throw embeddedProblems.otherVersion(cluster, found.trim(), wanted);
}
