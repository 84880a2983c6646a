import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readAddress, withDatabase } from './address.js';
import { startEmbedded } from './embedded.js';
import { explainConnectionError } from './explain.js';
import { connectionProblems, DatabaseProblem } from './problems.js';

const DATABASE = 'kinga';
const OLDEST_VERSION = 150_000;

export interface OpenOptions {
  /** DATABASE_URL. Without it the embedded server is used. */
  readonly url?: string | undefined;
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
  readonly pool: pg.Pool;
  /** Holds the password: never print it. */
  readonly url: string;
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
  if (options.url !== undefined && options.url !== '') return openAt(options.url, options);
  const server = await startEmbedded(options);
  try {
    await createDatabase(server.url);
    return await openAt(withDatabase(server.url, DATABASE), options, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openAt(url: string, options: OpenOptions, stopServer?: () => Promise<void>): Promise<Database> {
  const address = readAddress(url);
  const pool = openPool(url, options, (text) => options.log(address.hide(text)));
  try {
    await waitForServer(pool, url, options.patienceMs ?? 30_000);
  } catch (error) {
    await pool.end();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await pool.end();
    await stopServer?.();
  };
  return { pool, url, embedded: stopServer !== undefined, stop: () => (stopped ??= stop()) };
}

// No `options` or timeouts at connecting: PgBouncer refuses start-up parameters that it does not know.
function openPool(url: string, options: OpenOptions, log: (text: string) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'kinga',
    connectionTimeoutMillis: 15_000,
    // A server that is gone without a word is noticed.
    keepAlive: true,
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

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Another process may have been first.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw explainConnectionError(error, readAddress(url));
  } finally {
    await client.end().catch(() => undefined);
  }
}
