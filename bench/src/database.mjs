import { core, corePlan } from './core.mjs';
import { isSeeded, seed } from './seed/seed.mjs';

// What PostGraphile's users would lay for it: an id that the database makes.
const FOR_POSTGRAPHILE = 'alter table people.person alter column id set default uuidv7()';

/**
 * A PostgreSQL of the bench's own, durable as in production, with the tables of core's modules, filled. What is measured
 * is a copy of that database, so that a kept one is the same for each run.
 *
 * @param stops takes what has to be done at the end, also where this is cut short
 * @param rows how many households and postings, where not as many as for comparing
 * @returns `{ pool, url, appUrl, bareUrl, barePool, pid }`: as the owner, as the account of Kinga, as either in a copy whose policies are off; the pid is the server's
 */
export async function openBenchDatabase(dataDir, stops, log, rows = {}) {
  const { startEmbedded } = await core('kernel/database/embedded.js');
  const { openDatabase } = await core('kernel/database/connect.js');
  const { cloneDatabase } = await core('kernel/database/template.js');
  const server = await startEmbedded({ dataDir, log });
  stops.push(() => server.stop());
  const seeded = await openDatabase({ dataDir, log: () => undefined });
  await fill(seeded.owner, log, rows).finally(() => seeded.stop());
  const cloned = async () => {
    const copy = await cloneDatabase(server.url, new URL(seeded.url).pathname.slice(1));
    stops.push(() => copy.drop());
    const { pool } = await openDatabase({ url: seeingAll(copy.url), dataDir, log });
    stops.push(() => pool.end());
    return { pool, url: copy.url, appUrl: await forApp(copy.url, pool) };
  };
  const [walled, bare] = [await cloned(), await cloned()];
  await bare.pool.query(WITHOUT_POLICIES);
  for (const { pool } of [walled, bare]) await pool.query('vacuum analyze');
  return { ...walled, bareUrl: bare.appUrl, barePool: bare.pool, pid: server.pid };
}

const WITHOUT_POLICIES = `do $$
  declare one regclass;
  begin
    for one in select oid from pg_class where relrowsecurity loop execute format('alter table %s disable row level security', one); end loop;
  end $$`;

/** Policies bind the owner too; who comes in by this address looks at all rows. */
export function seeingAll(url) {
  const all = new URL(url);
  all.searchParams.set('options', '-c kinga.scope=all');
  return all.href;
}

/** Lets the account in that Kinga works with, which policies bind; everything else works as the owner. */
export async function forApp(url, owner) {
  const { APP_ROLE, appAddress, ensureAppRole, grantToApp } = await core('kernel/database/app-account.js');
  await ensureAppRole(owner, url);
  await grantToApp(owner, APP_ROLE);
  return appAddress(url);
}

async function fill(pool, log, rows) {
  await layTables(pool);
  if (await isSeeded(pool)) return;
  await whileUnbound(pool, () => seed(pool, log, rows));
  await pool.query(FOR_POSTGRAPHILE);
}

/** Policies hold back the owner's COPY too, unless they are put aside meanwhile. Gives what `work` gives. */
export async function whileUnbound(pool, work) {
  const { rows } = await pool.query('select oid::regclass::text as name from pg_class where relforcerowsecurity');
  for (const { name } of rows) await pool.query(`alter table ${name} no force row level security`);
  const result = await work();
  for (const { name } of rows) await pool.query(`alter table ${name} force row level security`);
  return result;
}

/** Every table of core's modules, in a database that has none or some of them. */
export async function layTables(pool) {
  const { migrate, readMigrations } = await core('kernel/database/migrate.js');
  const { installJobs } = await core('kernel/platform.js');
  const { modules } = await corePlan();
  const lists = await Promise.all(modules.map((module) => (module.migrations ? readMigrations(module.id, module.migrations) : [])));
  await migrate(pool, lists.flat(), { log: () => undefined });
  await installJobs(pool);
}

/** Whether a table is there. */
export async function hasTable(pool, name) {
  const { rows } = await pool.query('select to_regclass($1) is not null as there', [name]);
  return rows[0].there;
}
