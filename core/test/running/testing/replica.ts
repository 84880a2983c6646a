import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findAccount } from '../../../src/kernel/database/account.js';
import { findBinaries } from '../../../src/kernel/database/binaries.js';
import { findFreePort } from '../../../src/kernel/database/port.js';
import { launchPostmaster, stopPostmaster } from '../../../src/kernel/database/postmaster.js';
import { readState } from '../../../src/kernel/database/server-state.js';

/** A streaming replica of an embedded server. */
export interface StreamingReplica {
  /** Of the database `kinga` there, as the account of another address. */
  url(like: string): string;
  /** Of the superuser. */
  readonly adminUrl: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** What a copy must not have of its original. */
const LEFT_OUT = /\/(?:postmaster\.(?:pid|opts)|pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+)$/;

/** A base backup by hand, for the embedded PostgreSQL has no pg_basebackup, and a server that streams from there on. */
export async function streamingReplica(home: string, adminUrl: string): Promise<StreamingReplica> {
  const state = await readState(home);
  const original = join(state?.home ?? home, 'cluster');
  const account = await findAccount();
  const binaries = await findBinaries(account);
  const folder = await mkdtemp(join(tmpdir(), 'kinga-replica-'));
  await chmod(folder, 0o755);
  const cluster = join(folder, 'cluster');
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("select pg_backup_start('replica', true)");
    await mkdir(cluster, { mode: 0o700 });
    await cp(original, cluster, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
    const { rows: [label] } = await admin.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await writeFile(join(cluster, 'backup_label'), label?.labelfile ?? '');
  } finally {
    await admin.end();
  }
  const { hostname, port, username, password } = new URL(adminUrl);
  await writeFile(join(cluster, 'standby.signal'), '');
  await appendFile(join(cluster, 'postgresql.auto.conf'), `\nprimary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`);
  const own = await findFreePort();
  const logFile = join(folder, 'log');
  let running: number | undefined;
  if (account.uid !== undefined && account.gid !== undefined) await chownAll(cluster, account.uid, account.gid);
  const at = (url: string): string => Object.assign(new URL(url), { port: String(own) }).toString();
  const replica: StreamingReplica = {
    url: at,
    adminUrl: at(adminUrl),
    async start() {
      const server = await launchPostmaster({ cluster, port: own, account, binaries, durable: true, logFile, log: () => undefined });
      if (!server) throw new Error(await readFile(logFile, 'utf8'));
      running = server.pid;
    },
    async stop() {
      if (running !== undefined) await stopPostmaster(running);
      running = undefined;
    },
    async remove() {
      await replica.stop();
      await rm(folder, { recursive: true });
    },
  };
  await replica.start();
  return replica;
}

async function chownAll(folder: string, uid: number, gid: number): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) await chown(join(entry.parentPath, entry.name), uid, gid);
}
