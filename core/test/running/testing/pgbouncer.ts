import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../../src/kernel/database/port.js';

/** Where Debian and others put it; undefined where it is not installed. */
export const PGBOUNCER = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer'].find((file) => existsSync(file));

/** A PgBouncer in transaction mode before a database, with fewer connections than its clients want. */
export interface Bouncer {
  readonly url: string;
  /** What it has said so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** @param everyDatabase of the server, not that of the address alone */
export async function startPgBouncer(to: string, { poolSize = 4, everyDatabase = false } = {}): Promise<Bouncer> {
  const { hostname, port, username, password, pathname } = new URL(to);
  const name = pathname.slice(1);
  const folder = await mkdtemp(join(tmpdir(), 'kinga-pgbouncer-'));
  const own = await findFreePort();
  const config = join(folder, 'pgbouncer.ini');
  await writeFile(config, [
    '[databases]', `${everyDatabase ? '*' : name} = host=${hostname} port=${port}${everyDatabase ? '' : ` dbname=${name}`} user=${username} password=${password}`,
    '[pgbouncer]', 'listen_addr = 127.0.0.1', `listen_port = ${own}`, 'unix_socket_dir =', 'auth_type = any', 'pool_mode = transaction',
    `default_pool_size = ${poolSize}`, 'max_client_conn = 2000', 'server_reset_query_always = 0', `logfile = ${join(folder, 'log')}`,
  ].join('\n'));
  await chmod(folder, 0o777);
  // It refuses to run as root.
  const root = process.getuid?.() === 0;
  const child = spawn(PGBOUNCER ?? 'pgbouncer', ['-q', ...(root ? ['-u', 'postgres'] : []), config], { stdio: 'ignore' });
  while (!(await answers(own))) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${await readFile(join(folder, 'log'), 'utf8').catch(() => '')}`);
    await wait(20);
  }
  return {
    url: `postgres://${username}@127.0.0.1:${own}${pathname}`,
    log: () => readFile(join(folder, 'log'), 'utf8'),
    stop: async () => {
      child.kill('SIGINT');
      if (child.exitCode === null && child.signalCode === null) await Promise.race([once(child, 'exit'), wait(2_000).then(() => child.kill('SIGKILL'))]);
      await rm(folder, { recursive: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
