import { realpath, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Account, findAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { ADMIN_ROLE, ensureCluster } from './cluster.js';
import { errorCode, errorText, isLost } from './errors.js';
import { findHome } from './home.js';
import { withFolderLock } from './lock.js';
import { findFreePort, isFree } from './port.js';
import { findPostmaster, launchPostmaster, type Postmaster, stopPostmaster } from './postmaster.js';
import { embeddedProblems } from './problems.js';
import { newPassword, readState, type ServerState, writeState } from './server-state.js';
import { LASTING_FOLDERS, makeFolders } from './system-folder.js';
import { countUsers, enter, leave } from './users.js';

/** The role that Kinga works with: it may create databases and roles, but is no superuser, as in production. */
const ROLE = 'kinga';
/** How long a server that runs may turn us away. */
const PATIENCE_MS = 60_000;

export interface EmbeddedOptions {
  /** The deployment's folder for its database; created when missing. */
  readonly dataDir: string;
  /** Insists on this port. Without it a free one is chosen once and remembered. */
  readonly port?: number;
  readonly log: (message: string) => void;
  /**
   * False gives up all safety against crashes for speed, and throws the contents away after one: for tests only.
   * Default true.
   */
  readonly durable?: boolean;
  /** Where root puts what the account `postgres` must reach. Default `/var/lib/kinga` and the like. */
  readonly systemFolders?: readonly string[];
}

export interface EmbeddedServer {
  /** Address of the database `postgres`, as the role that Kinga works with. Holds the password: never print it. */
  readonly url: string;
  /** The same as superuser, for maintenance. */
  readonly adminUrl: string;
  readonly port: number;
  /** Of the PostgreSQL server. */
  readonly pid: number;
  /** Whether nobody else used the server when this call came: it was started, or found running after a crash. */
  readonly owned: boolean;
  /** Ends this use. The server stops when no living process uses it any more. Calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that Kinga brings along, or joins the one that already runs for this folder.
 *
 * @throws DatabaseProblem with one of the EMBEDDED codes
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const path = resolve(options.dataDir);
  try {
    await makeFolders(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    const folder = await realpath(path);
    return await withFolderLock(folder, () => joinOrLaunch(folder, options));
  } catch (error) {
    throw explainFileError(error, path);
  }
}

async function joinOrLaunch(folder: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const state = (await readState(folder)) ?? (await firstState(folder));
  const others = await countUsers(folder);
  const running = await findRunning(state.home ?? folder, state);
  const server = running ?? (await launch(folder, state, options));
  const note = await enter(folder);
  let stopped: Promise<void> | undefined;
  return {
    url: address(ROLE, state.password, server.port),
    adminUrl: address(ADMIN_ROLE, state.password, server.port),
    port: server.port,
    pid: server.pid,
    owned: running === undefined || others === 0,
    stop: () => (stopped ??= endUse(folder, note)),
  };
}

async function firstState(folder: string): Promise<ServerState> {
  if (await exists(join(folder, 'cluster'))) throw embeddedProblems.damaged(folder, 'server.json, which holds the password, is gone');
  return writeState(folder, { password: newPassword() });
}

/** The last one to leave stops the server, whoever started it. */
async function endUse(folder: string, note: string): Promise<void> {
  if (!(await exists(folder))) return;
  await withFolderLock(folder, async () => {
    await leave(folder, note);
    if ((await countUsers(folder)) > 0) return;
    const home = (await readState(folder))?.home ?? folder;
    const server = await findPostmaster(join(home, 'cluster'));
    if (server !== undefined) await stopPostmaster(server.pid);
  });
}

async function findRunning(home: string, state: ServerState): Promise<Postmaster | undefined> {
  for (;;) {
    const server = await findPostmaster(join(home, 'cluster'));
    if (server === undefined) return undefined;
    if (server.ready && (await takesUs(server, state.password, home))) return server;
    // Its starter was killed while it recovered, or it is on its way down.
    await sleep(20);
  }
}

async function launch(folder: string, state: ServerState, options: EmbeddedOptions): Promise<Postmaster> {
  const systemFolders = options.systemFolders ?? LASTING_FOLDERS;
  const durable = options.durable ?? true;
  const account = (await ownerOfCluster(state.home ?? folder)) ?? (await findAccount());
  const home = await findHome(folder, state, account, systemFolders);
  const remembered: ServerState = { ...state, ...(home === folder ? {} : { home }) };
  const binaries = await findBinaries(account, systemFolders);
  // Without fsync nobody knows what a crash has left.
  if (!durable && (await exists(join(home, 'cluster', 'postmaster.pid')))) await rm(join(home, 'cluster'), { recursive: true });
  const cluster = await ensureCluster(home, account, binaries, state.password, durable);
  const logFile = join(folder, 'postgres.log');
  for (let port = options.port ?? state.port; ; port = undefined) {
    if (options.port !== undefined && !(await isFree(options.port))) throw embeddedProblems.portTaken(options.port);
    const chosen = port !== undefined && (await isFree(port)) ? port : await findFreePort();
    const server = await launchPostmaster({ cluster, port: chosen, account, binaries, durable, logFile, log: options.log });
    if (server === undefined) continue;
    if (chosen !== state.port) await writeState(folder, { ...remembered, port: chosen });
    if (!(await takesUs(server, state.password, home))) continue;
    options.log(`PostgreSQL ${binaries.version.split('.', 2).join('.')} runs on 127.0.0.1:${chosen}, its data in ${home}.`);
    return server;
  }
}

async function ownerOfCluster(home: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const info = await stat(join(home, 'cluster')).catch(() => undefined);
  return info === undefined || info.uid === 0 ? undefined : { uid: info.uid, gid: info.gid };
}

/**
 * Waits until a server lets us in, and has our role. One that recovers from a process of its own that was killed says that it is ready, and
 * turns away who comes; on a machine with too much to do it may not answer for long.
 *
 * @returns false where it has ended
 */
async function takesUs(server: Postmaster, password: string, home: string): Promise<boolean> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    try {
      await prepareRoles(address(ADMIN_ROLE, password, server.port), home);
      return true;
    } catch (error) {
      if (!isLost(error) || Date.now() > until) throw error;
      if ((await findPostmaster(join(home, 'cluster')))?.pid !== server.pid) return false;
    }
  }
}

/** Creates our role when missing. It gets the hash of the superuser's password, so that no log ever sees the password. */
async function prepareRoles(adminUrl: string, home: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${ROLE}') then
        execute format('create role ${ROLE} login createdb createrole password %L',
          (select rolpassword from pg_authid where rolname = current_user));
      end if;
    end $$`);
  } catch (error) {
    if (errorCode(error) === '28P01') throw embeddedProblems.damaged(home, 'the password in server.json is not that of the database');
    if (errorCode(error) === '53100') throw embeddedProblems.diskFull(home);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function address(role: string, password: string, port: number): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/postgres`;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function explainFileError(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'EACCES': case 'EPERM': case 'EROFS': return embeddedProblems.permission(path, errorText(error));
    case 'ENOSPC': case 'EDQUOT': return embeddedProblems.diskFull(path);
    case 'ENOTDIR': case 'EEXIST': return embeddedProblems.damaged(path, 'it, or a folder above it, is a file');
    default: return error;
  }
}
