import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readState } from '../../../src/kernel/database/server-state.js';
import { baseBackup } from './base-backup.js';

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

/** A server that streams from a base backup on. */
export async function streamingReplica(home: string, adminUrl: string): Promise<StreamingReplica> {
  const state = await readState(home);
  const { cluster, at, start, stop, remove } = await baseBackup(join(state?.home ?? home, 'cluster'), adminUrl);
  const { hostname, port, username, password } = new URL(adminUrl);
  await writeFile(join(cluster, 'standby.signal'), '');
  await appendFile(join(cluster, 'postgresql.auto.conf'), `\nprimary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`);
  await start();
  return { url: at, adminUrl: at(adminUrl), start, stop, remove };
}
