import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { serverEnvironment } from './cluster.js';
import { embeddedProblems } from './problems.js';
import { processIdentity } from './processes.js';
import { explainFailure, openLog, readLog } from './server-log.js';

/** A PostgreSQL server process. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

export interface Launch {
  readonly cluster: string;
  readonly port: number;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly durable: boolean;
  readonly logFile: string;
  readonly log: (message: string) => void;
}

const NOT_DURABLE = [
  'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_senders=0', 'wal_level=minimal', 'autovacuum=off',
  // Copying databases makes many checkpoints; they shall leave the disk to the system's own leisure.
  'checkpoint_flush_after=0', 'bgwriter_flush_after=0', 'backend_flush_after=0', 'checkpoint_timeout=1h', 'wal_init_zero=off', 'max_wal_size=256MB',
];

/** The living server of `cluster`, if there is one. A note that a killed one left behind counts as none. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0) || processIdentity(pid) === undefined || !isServerOf(pid, cluster)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Starts a server and waits until it takes connections, recovery included. It runs in a session of its own: Ctrl-C in
 * a terminal reaches all of its process group, and it is this process that decides when the server stops.
 *
 * @throws DatabaseProblem
 * @returns undefined when the port was taken meanwhile
 */
export async function launchPostmaster(launch: Launch): Promise<Postmaster | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    await removeMisleadingNote(launch.cluster);
    const { postmaster, words } = await launchOnce(launch);
    if (postmaster !== undefined) return postmaster;
    if (/address already in use|could not create any TCP\/IP sockets/i.test(words)) return undefined;
    // Processes of a killed server need a moment to notice that it is gone.
    if (!/pre-existing shared memory block/i.test(words) || attempt === 50) throw explainFailure(words, launch.cluster, launch.logFile);
    await sleep(200);
  }
}

/**
 * PostgreSQL takes any living process with the pid of its killed predecessor for that server. A note of a dead pid stays:
 * by it PostgreSQL finds children of the killed one that still hold its memory.
 */
async function removeMisleadingNote(cluster: string): Promise<void> {
  const note = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(note, 'utf8').catch(() => ''), 10);
  if (pid > 0 && processIdentity(pid) !== undefined && !isServerOf(pid, cluster)) await rm(note);
}

async function launchOnce(launch: Launch): Promise<{ postmaster?: Postmaster; words: string }> {
  const settings = [`port=${launch.port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(launch.durable ? [] : NOT_DURABLE)];
  const output = await openLog(launch.logFile);
  const child = spawn(join(launch.binaries.bin, 'postgres'), ['-D', launch.cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...launch.account, cwd: launch.cluster, env: serverEnvironment(), detached: true, windowsHide: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  const ended = new Promise<'ended'>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve('ended'));
  });
  try {
    for (let polls = 1; ; polls += 1) {
      if ((await Promise.race([ended, sleep(10)])) === 'ended') return { words: await readLog(launch.logFile, output.from) };
      const postmaster = await findPostmaster(launch.cluster);
      if (postmaster?.ready && postmaster.pid === child.pid) return { postmaster, words: '' };
      if (polls % 500 === 0) launch.log('The database is still starting: it recovers from an unclean stop.');
    }
  } finally {
    child.unref();
    await output.close();
  }
}

/**
 * Stops a server: open transactions are rolled back, connections closed, everything written.
 *
 * @throws DatabaseProblem EMBEDDED_NOT_STOPPED
 */
export async function stopPostmaster(pid: number): Promise<void> {
  const identity = processIdentity(pid);
  // SIGINT is a fast shutdown; SIGQUIT an immediate one, from which the next start recovers.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalPostmaster(pid, signal);
    for (let waited = 0; waited < 30_000; waited += 10) {
      if (identity === undefined || processIdentity(pid) !== identity) return;
      await sleep(10);
    }
  }
  throw embeddedProblems.notStopped(pid);
}

function signalPostmaster(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  if (process.platform === 'win32') {
    // Windows knows no such signals; ending the tree is what the npm package does too.
    spawnSync('taskkill', ['/pid', String(pid), '/f', '/t']);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Pids are used again: is this process really a PostgreSQL of that folder? */
function isServerOf(pid: number, cluster: string): boolean {
  if (process.platform === 'win32') return true;
  try {
    const words = process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ')
      : execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return words.includes('postgres') && words.includes(`-D ${cluster}`);
  } catch {
    return false;
  }
}
