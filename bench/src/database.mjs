import { core, corePlan } from './core.mjs';

/** A PostgreSQL of the bench's own, durable as in production, with the tables of core's modules. */
export async function openBenchDatabase(dataDir, log) {
  const { openDatabase } = await core('kernel/database/connect.js');
  const { migrate, readMigrations } = await core('kernel/database/migrate.js');
  const { installJobs } = await core('kernel/platform.js');
  const database = await openDatabase({ dataDir, log });
  const { modules } = await corePlan();
  for (const module of modules) {
    if (module.migrations) await migrate(database.pool, await readMigrations(module.id, module.migrations), { log: () => undefined, retired: modules.map(({ id }) => id) });
  }
  await installJobs(database.pool);
  return database;
}

/** Which of the tables that the bench would fill are there. */
export async function hasTable(pool, name) {
  const { rows } = await pool.query('select to_regclass($1) is not null as there', [name]);
  return rows[0].there;
}
