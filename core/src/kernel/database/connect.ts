import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { accountTooStrong } from './account-strength.js';
import { readAccount, readAddress, withDatabase } from './address.js';
import { appAddress, APP_ROLE, ensureAppRole } from './app-account.js';
import { startEmbedded } from './embedded.js';
import { explainConnectionError } from './explain.js';
import { connectionProblems, DatabaseProblem } from './problems.js';

const DATABASE = 'kinga';
const OLDEST_VERSION = 150_000;

export interface OpenOptions {
  /** DATABASE_URL: the account that the platform works with. Without it the embedded server is used. */
  readonly url?: string | undefined;
  /** KINGA_OWNER_DATABASE_URL: the account that owns and migrates. Without it that of `url`. */
  readonly ownerUrl?: string | undefined;
  /** KINGA_REPLICA_URLS: servers that follow the database. Whether they can be read is seen later, and again and again. */
  readonly replicaUrls?: readonly string[] | undefined;
  /** Where `url` is the owner's: makes an account for the platform beside it where it can. */
  readonly makeAccount?: boolean;
  /** Folder of the embedded server. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** Most connections at a time. Default 10. */
  readonly poolSize?: number;
  /** Seen in the server's lists of connections. Default `kinga`. */
  readonly applicationName?: string;
  /** How long to wait for a server that is just starting. Default 30,000. */
  readonly patienceMs?: number;
}

export interface Database {
  /** As the account that the platform works with: row-level security binds it. */
  readonly pool: pg.Pool;
  /** As the owner, for migrating. Sees rows only where it sets `kinga.scope`, as `migrate` does. */
  readonly owner: pg.Pool;
  /** As the platform's account, at servers that follow the database. */
  readonly replicas: readonly pg.Pool[];
  /** The platform's address. Holds the password: never print it. */
  readonly url: string;
  readonly ownerUrl: string;
  /** The name of the platform's account, to which migrating grants. */
  readonly account: string;
  readonly embedded: boolean;
  /** Closes the pool and ends the use of the embedded server. Calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Opens the database of a deployment and makes sure that Kinga can work with it.
 *
 * @throws DatabaseProblem that says what to do
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.url !== undefined && options.url !== '') {
    const given = options.ownerUrl ?? options.url;
    const beside = options.makeAccount && options.ownerUrl === undefined ? await accountBeside(given, options) : undefined;
    return openAt(beside ?? options.url, given, options);
  }
  const server = await startEmbedded(options);
  try {
    const ownerUrl = withDatabase(server.url, DATABASE);
    await createDatabase(server.url);
    return await openAt(appAddress(ownerUrl), ownerUrl, options, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openAt(url: string, ownerUrl: string, options: OpenOptions, stopServer?: () => Promise<void>): Promise<Database> {
  const replicaUrls = options.replicaUrls ?? [];
  const addresses = [url, ownerUrl, ...replicaUrls].map(readAddress);
  const log = (text: string): void => options.log(addresses.reduce((hidden, address) => address.hide(hidden), text));
  const pool = openPool(url, options, log);
  const owner = url === ownerUrl ? pool : openPool(ownerUrl, { ...options, poolSize: 4 }, log);
  const replicas = replicaUrls.map((each) => openPool(each, options, log));
  const end = async (): Promise<void> => {
    await Promise.all([pool, ...replicas].map((each) => each.end()));
    if (owner !== pool) await owner.end();
  };
  try {
    await waitForServer(pool, url, options.patienceMs ?? 30_000);
  } catch (error) {
    await end();
    throw error;
  }
  if (process.env['KINGA_PREPARED_STATEMENTS'] !== 'on' && (await behindPooler(pool))) {
    for (const each of [pool, owner]) unnamed.add(each);
    options.log('A connection pooler stands before the database: statements are not prepared. Where it keeps prepared statements (PgBouncer from 1.21 with max_prepared_statements), set KINGA_PREPARED_STATEMENTS=on.');
  }
  replicas.forEach(nameWhereSafe);
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await end();
    await stopServer?.();
  };
  return { pool, owner, replicas, url, ownerUrl, account: readAccount(url).user, embedded: stopServer !== undefined, stop: () => (stopped ??= stop()) };
}

/** The platform's own account at a server whose given account is too strong for it; nothing where it can't be had there. */
async function accountBeside(ownerUrl: string, options: OpenOptions): Promise<string | undefined> {
  const owner = openPool(ownerUrl, { ...options, poolSize: 1 }, () => undefined);
  const url = appAddress(ownerUrl);
  const app = openPool(url, { ...options, poolSize: 1 }, () => undefined);
  try {
    await waitForServer(owner, ownerUrl, options.patienceMs ?? 30_000);
    if (!(await accountTooStrong(owner)) && (await owner.query("select from pg_namespace where nspname = 'kernel'")).rowCount === 1) return undefined;
    await ensureAppRole(owner, ownerUrl);
    await app.query('select');
    return url;
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    options.log(`The account ${APP_ROLE}, which would own nothing, can't be used at this server, so the owner's is.`);
    return undefined;
  } finally {
    await Promise.all([owner.end(), app.end()]);
  }
}

// No `options` or timeouts at connecting: PgBouncer refuses start-up parameters that it does not know.
function openPool(url: string, options: OpenOptions, log: (text: string) => void): pg.Pool {
  const pool: pg.Pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'kinga',
    connectionTimeoutMillis: 15_000,
    // A server that is gone without a word is noticed.
    keepAlive: true,
    Client: clientOf(() => unnamed.has(pool)),
  });
  const lost = (error: Error): void => {
    if (!pool.ending) log(`A database connection was lost: ${error.message}`);
  };
  pool.on('error', lost);
  // The pool listens to idle connections only. One that breaks between two queries of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function waitForServer(pool: pg.Pool, url: string, patienceMs: number): Promise<void> {
  for (const start = Date.now(); ; await sleep(200)) {
    try {
      return await check(pool);
    } catch (error) {
      const problem = error instanceof DatabaseProblem ? error : explainConnectionError(error, readAddress(url));
      if (problem.code !== 'DATABASE_STARTING_UP' || Date.now() - start > patienceMs) throw problem;
    }
  }
}

async function check(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ number: number; version: string; encoding: string }>(`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
           current_setting('server_encoding') as encoding`);
  const found = rows[0];
  if (found === undefined) return;
  if (found.number < OLDEST_VERSION) throw connectionProblems.tooOld(found.version);
  if (found.encoding !== 'UTF8') throw connectionProblems.encoding(found.encoding);
}

/** Pools between which and PostgreSQL a pooler stands. */
const unnamed = new WeakSet<pg.Pool>();

/** A client that sends statements without their names where PostgreSQL's own connections change between them: a name would be met on another. */
export function clientOf(isUnnamed: () => boolean): typeof pg.Client {
  return class extends pg.Client {
    override query(...given: never[]): never {
      const [first, ...rest] = given as unknown as [{ readonly name?: string } | string, ...never[]];
      if (!isUnnamed() || typeof first !== 'object' || first.name === undefined) return super.query(...(given as unknown as [never]));
      const { name: _name, ...statement } = first;
      return super.query(statement as never, ...(rest as []));
    }
  } as unknown as typeof pg.Client;
}

/** A pooler tells another process id, for cancelling, than that of the server's process that happens to answer. */
async function behindPooler(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return rows[0]?.pid !== (client as unknown as { readonly processID: number }).processID;
  } finally {
    client.release();
  }
}

/** A replica may be away while a process starts, which does not wait for it: until it says that no pooler is there, statements have no names. */
function nameWhereSafe(pool: pg.Pool): void {
  unnamed.add(pool);
  behindPooler(pool).then((behind) => { if (!behind) unnamed.delete(pool); }, () => undefined);
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`).catch(unlessThere);
    await ensureAppRole(client, url);
  } catch (error) {
    throw explainConnectionError(error, readAddress(url));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Another process may have been first. */
function unlessThere(error: unknown): void {
  if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
}
