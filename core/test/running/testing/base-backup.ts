import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findAccount } from '../../../src/kernel/database/account.js';
import { findBinaries } from '../../../src/kernel/database/binaries.js';
import { findFreePort } from '../../../src/kernel/database/port.js';
import { launchPostmaster, stopPostmaster } from '../../../src/kernel/database/postmaster.js';

/** A base backup of a server, which becomes a server of its own. */
export interface BaseBackup {
  readonly cluster: string;
  /** An address of the original, as it is at the copy. */
  at(url: string): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** What a copy must not have of its original. */
const LEFT_OUT = /\/(?:postmaster\.(?:pid|opts)|pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+)$/;

/** A base backup by hand, for the embedded PostgreSQL has no pg_basebackup: of the cluster in a folder, whose superuser has this address. */
export async function baseBackup(original: string, adminUrl: string): Promise<BaseBackup> {
  const account = await findAccount();
  const binaries = await findBinaries(account);
  const folder = await mkdtemp(join(tmpdir(), 'kinga-replica-'));
  await chmod(folder, 0o755);
  const cluster = join(folder, 'cluster');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("select pg_backup_start('copy', true)");
    await mkdir(cluster, { mode: 0o700 });
    await cp(original, cluster, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
    const { rows: [label] } = await admin.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(cluster, 'backup_label'), label?.labelfile ?? '');
  } finally {
    await admin.end();
  }
  const own = await findFreePort();
  const logFile = join(folder, 'log');
  let running: number | undefined;
  const backup: BaseBackup = {
    cluster,
    at: (url) => Object.assign(new URL(url), { port: String(own) }).toString(),
    async start() {
      await give(cluster);
      const server = await launchPostmaster({ cluster, port: own, account, binaries, durable: true, logFile, log: () => undefined });
      if (!server) throw new Error(await readFile(logFile, 'utf8'));
      running = server.pid;
    },
    async stop() {
      if (running !== undefined) await stopPostmaster(running);
      running = undefined;
    },
    async remove() {
      await backup.stop();
      await rm(folder, { recursive: true });
    },
  };
  return backup;
}

/** Gives a folder to the account that PostgreSQL runs as. */
export async function give(folder: string): Promise<void> {
  const { uid, gid } = await findAccount();
  if (uid !== undefined && gid !== undefined) await chownAll(folder, uid, gid);
}

async function chownAll(folder: string, uid: number, gid: number): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) await chown(join(entry.parentPath, entry.name), uid, gid);
}
