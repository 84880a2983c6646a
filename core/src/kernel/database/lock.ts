import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './errors.js';
import { embeddedProblems } from './problems.js';
import { isSameProcessAlive, processIdentity } from './processes.js';

const LITTER_AFTER_MS = 10 * 60_000;

interface Holder {
  readonly token: string;
  readonly identity: string;
}

/**
 * Runs `work` while no other process does so for the same folder. The lock of a process that died is broken.
 *
 * @throws DatabaseProblem EMBEDDED_LOCKED when a living process keeps the lock for longer than `patienceMs`.
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>, patienceMs = 180_000): Promise<T> {
  const path = join(folder, 'lock');
  const token = randomUUID();
  await acquire(path, { token, identity: processIdentity() ?? String(process.pid) }, patienceMs);
  try {
    await sweep(folder);
    return await work();
  } finally {
    await discard(path, `${path}.${token}.done`);
  }
}

async function acquire(path: string, holder: Holder, patienceMs: number): Promise<void> {
  // Renaming a folder that already says whose it is makes taking the lock and signing it one step.
  const signed = `${path}.${holder.token}`;
  await mkdir(signed, { mode: 0o700 });
  await writeFile(join(signed, 'holder.json'), JSON.stringify(holder));
  for (const start = Date.now(); ; await sleep(15 + Math.random() * 20)) {
    try {
      return await rename(signed, path);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const current = await readHolder(path);
    if (current !== undefined && !isSameProcessAlive(current.identity)) {
      // The grave bears the dead holder's token and stays for a while: of all that saw the same dead holder, only
      // the first can move it, so that nobody moves away the lock of a successor.
      await rename(path, `${path}.${current.token}.dead`).catch(() => undefined);
    } else if (Date.now() - start > patienceMs) {
      await rm(signed, { recursive: true, force: true });
      throw embeddedProblems.locked(path, current === undefined ? 'unknown' : `pid ${Number.parseInt(current.identity, 10)}`);
    }
  }
}

function isTaken(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOTEMPTY' || code === 'EEXIST' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'));
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(join(path, 'holder.json'), 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function discard(path: string, aside: string): Promise<void> {
  await rename(path, aside);
  await rm(aside, { recursive: true, force: true });
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('lock.')) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && Date.now() - info.ctimeMs > LITTER_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
