import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ask } from './ask.mjs';
import { cases } from './cases/index.mjs';
import { openBenchDatabase } from './database.mjs';
import { startIssuer } from './issuer.mjs';
import { startLoader } from './loader.mjs';
import { measure } from './measure.mjs';
import { readOptions } from './options.mjs';
import { printTable, resultRows, writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { startAll } from './systems/start-all.mjs';
import { missedTargets } from './targets.mjs';
import { verify } from './verify.mjs';

const CONNECTIONS = 8;

const options = readOptions();
const log = (text) => console.error(text);
const stops = [];
const chosen = cases.filter(({ name }) => !options.cases || options.cases.includes(name));

async function run() {
  const dataDir = options.data ? resolve(options.data) : await temporaryFolder();
  const database = await openBenchDatabase(dataDir, stops, log);

  const issuer = await startIssuer(dataDir);
  stops.push(() => issuer.stop());
  const { systems, stop } = await startAll({ databaseUrl: database.url, appUrl: database.appUrl, bareUrl: database.bareUrl, issuer, dataDir, variants: options.variants, profile: options.profile });
  stops.push(stop);
  const loader = startLoader({ connections: CONNECTIONS, databasePid: database.pid });
  stops.push(() => loader.stop());

  const prepared = [];
  for (const one of chosen) prepared.push(...(await prepare(one, database.pool, systems)));
  const slices = await measure({ prepared, loader, pool: database.pool, rounds: options.rounds, seconds: options.seconds, log });
  const rows = resultRows(prepared, slices);
  printTable(rows, chosen);
  const { rows: [{ version }] } = await database.pool.query("select current_setting('server_version') as version");
  if (!options.quick && !options.cases && !options.systems) console.log(`\nWritten: ${await writeResults('foundation', rows, { postgresql: version, connections: CONNECTIONS, rounds: options.rounds, seconds: options.seconds })}`);
  const missed = missedTargets(rows, chosen);
  console.log(missed.length === 0 ? '\nAll targets are reached.' : `\nNot reached:\n${missed.map((text) => `  ${text}`).join('\n')}`);
}

/** A folder that the account of PostgreSQL can reach too, gone at the end. */
async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-bench-'));
  await chmod(folder, 0o711);
  stops.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A case's requests for each system that has it, made sure to be answered alike. */
async function prepare(one, pool, systems) {
  const having = systems.filter(({ name, of }) => one.systems[of] && (!options.systems || options.systems.includes(name)));
  const found = await one.inputs(pool);
  const postgraphile = systems.find(({ of }) => of === 'postgraphile');
  const inputs = one.prepare ? await one.prepare(found, (query) => ask(postgraphile.at(one), JSON.stringify({ query }))) : found;
  const { rows, sum } = await verify(one, inputs, having);
  log(`${one.name}: ${having.length} systems answer the same ${rows} rows (${sum})`);
  return having.map((system) => ({ one, system, bodies: inputs.map(one.systems[system.of].body) }));
}

await runAndStop(run, stops);
