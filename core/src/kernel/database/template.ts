import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { withDatabase } from './address.js';
import { errorCode } from './errors.js';
import { isSameProcessAlive, processIdentity } from './processes.js';

const TEMPLATES_KEPT = 8;
const pools = new Map<string, pg.Pool>();

/** A database of its own for one test. */
export interface Clone {
  readonly url: string;
  /** Deletes it, whoever is still connected. Calling it again does nothing. */
  drop(): Promise<void>;
}

/**
 * The name of a template database for `fingerprint`. Built at most once per server, on a copy of the template `from`
 * where one is given: of several processes that ask for the same, one builds and the others wait. What a killed or
 * failed builder has left is thrown away.
 *
 * Its lock is a session's, so `adminUrl` must not lead through PgBouncer.
 */
export async function templateDatabase(adminUrl: string, fingerprint: string, build: (url: string) => Promise<void>, from?: string): Promise<string> {
  const name = `kinga_template_${createHash('sha256').update(fingerprint).digest('hex').slice(0, 24)}`;
  if (await exists(adminPool(adminUrl), name)) return name;
  const client = await adminPool(adminUrl).connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    if (!(await exists(client, name))) await buildTemplate(client, adminUrl, name, build, from);
    return name;
  } finally {
    // Closing the session gives its lock back, whatever happened.
    client.release(true);
  }
}

/** Copies a template in tens of milliseconds. */
export async function cloneDatabase(adminUrl: string, template: string): Promise<Clone> {
  const pool = adminPool(adminUrl);
  const name = `kinga_clone_${processIdentity() ?? process.pid}_${randomUUID().slice(0, 8)}`;
  await copyTemplate(pool, name, template);
  let dropped: Promise<void> | undefined;
  return { url: withDatabase(adminUrl, name), drop: () => (dropped ??= dropQuietly(pool, name)) };
}

/** Drops clones whose process died, and templates that many newer ones have followed: only where nobody else uses the server. */
export async function dropLeftovers(adminUrl: string): Promise<void> {
  await dropDeadClones(adminUrl);
  const templates = (await databasesOf(adminUrl, 'kinga_template_')).filter((name) => !name.endsWith('_unfinished')).slice(TEMPLATES_KEPT);
  for (const name of templates) await dropDatabase(adminPool(adminUrl), name);
}

/** Drops clones whose process died. */
export async function dropDeadClones(adminUrl: string): Promise<void> {
  const clones = (await databasesOf(adminUrl, 'kinga_clone_')).filter((name) => !isSameProcessAlive(name.split('_')[2] ?? ''));
  for (const name of clones) await dropDatabase(adminPool(adminUrl), name);
}

/** The newest first. */
async function databasesOf(adminUrl: string, prefix: string): Promise<readonly string[]> {
  const { rows } = await adminPool(adminUrl).query<{ name: string }>('select datname as name from pg_database where datname ^@ $1 order by oid desc', [prefix]);
  return rows.map((row) => row.name);
}

async function copyTemplate(client: pg.Pool | pg.PoolClient, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Measured on a server without fsync: a third of the time that wal_log takes.
      await client.query(`create database "${name}" template "${template}" strategy file_copy`);
      return;
    } catch (error) {
      // Somebody, such as an autovacuum worker, is connected to the template.
      if (errorCode(error) !== '55006' || attempt === 50) throw error;
      await sleep(20 + Math.random() * 80);
    }
  }
}

async function buildTemplate(client: pg.PoolClient, adminUrl: string, name: string, build: (url: string) => Promise<void>, from: string | undefined): Promise<void> {
  const unfinished = `${name}_unfinished`;
  await dropDatabase(client, unfinished);
  if (from === undefined) await client.query(`create database "${unfinished}" template template0 encoding 'UTF8'`);
  else await copyTemplate(client, unfinished, from);
  try {
    await build(withDatabase(adminUrl, unfinished));
    await finish(client, unfinished, name);
  } catch (error) {
    await dropDatabase(client, unfinished).catch(() => undefined);
    throw error;
  }
}

/** Bears its final name only when whole, and lets nobody in from then on: a visitor would keep it from being copied. */
async function finish(client: pg.PoolClient, unfinished: string, name: string): Promise<void> {
  await client.query(`alter database "${unfinished}" with allow_connections false`);
  for (let attempt = 1; ; attempt += 1) {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [unfinished]);
    try {
      await client.query(`alter database "${unfinished}" rename to "${name}"`);
      return;
    } catch (error) {
      if (errorCode(error) !== '55006' || attempt === 50) throw error;
      await sleep(50);
    }
  }
}

/** A pool that was ended a moment ago still has connections on their way out; cutting those off would throw there. */
async function dropQuietly(pool: pg.Pool, name: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await pool.query('select from pg_stat_activity where datname = $1', [name])).rowCount === 0) break;
    await sleep(10);
  }
  await dropDatabase(pool, name);
}

async function exists(client: pg.Pool | pg.PoolClient, name: string): Promise<boolean> {
  return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1;
}

/** A worker of autovacuum, which only a superuser may end, is gone after a moment. */
async function dropDatabase(client: pg.Pool | pg.PoolClient, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`drop database if exists "${name}" with (force)`);
      return;
    } catch (error) {
      if (!['42501', '55006'].includes(errorCode(error) ?? '') || attempt === 50) throw error;
      await sleep(50);
    }
  }
}

/** One small pool per server and process, since connecting costs as much as cloning; it doesn't keep a process alive. */
function adminPool(url: string): pg.Pool {
  const found = pools.get(url);
  if (found !== undefined) return found;
  const pool = new pg.Pool({ connectionString: url, max: 4, idleTimeoutMillis: 2_000, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  pools.set(url, pool);
  return pool;
}
