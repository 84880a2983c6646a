import { createReadStream, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { core, corePlan } from '../core.mjs';
import { startSystem } from '../systems/start.mjs';

const MAPPING = [
  { column: 'household', field: 'HOUSEHOLD_CODE' }, { column: 'place', field: 'PLACE_CODE' }, { column: 'role', field: 'ROLE' }, { column: 'given', field: 'GIVEN_NAME' },
  { column: 'family', field: 'FAMILY_NAME' }, { column: 'sex', field: 'SEX' }, { column: 'born', field: 'BIRTH_DATE' }, { column: 'phone', field: 'PHONE' },
];
const START = 'mutation ($input: ImportStartInput!) { importStart(input: $input) { import { id } userErrors { code message } } }';
const SAVE = 'mutation ($input: ImportMappingSaveInput!) { importMappingSave(input: $input) { mapping { id } userErrors { code message } } }';

/**
 * Imports the CSV file as a client would have it done, by a worker in a process of its own.
 *
 * @returns `{ seconds, phases, memory, counts }`; memory in MB of the worker, by the rows that were done
 */
export async function importFile(database, { csv, dataDir, stops, log }) {
  const [{ openDatabase }, { startPlatform }, { platformLog }, { storeFile }, { runOperation }] = await Promise.all([
    core('kernel/database/connect.js'), core('kernel/platform.js'), core('kernel/telemetry/platform-log.js'), core('kernel/files/store-file.js'), core('kernel/server/run-operation.js'),
  ]);
  const { pool } = await openDatabase({ url: database.url, dataDir, log, poolSize: 2 });
  stops.push(() => pool.end());
  const platform = await startPlatform({ plan: await corePlan(), pool, log: platformLog(false), dataDir, workers: false });
  stops.push(() => platform.stop());
  const context = platform.context({ actor: { ...platform.system(), id: 'bench' } });
  const file = await storeFile(context, { name: 'people.csv', mediaType: 'text/csv' }, createReadStream(csv));
  const ask = async (query, input) => Object.values(await runOperation(context, query, { input }))[0];
  await ask(SAVE, { code: 'bench', columns: MAPPING });
  const worker = await startSystem({ name: 'worker', file: '../import/worker.mjs', env: { DATABASE_URL: database.url, DATA_DIR: dataDir } });
  stops.push(() => worker.stop());
  const idle = memoryOf(worker.pid);
  const start = performance.now();
  await ask(START, { fileId: `file_${file.id.replaceAll('-', '')}`, mappingCode: 'bench' });
  const watched = await watch(database.pool, worker.pid, start, log);
  return { ...watched, idle };
}

async function watch(pool, pid, start, log) {
  const phases = {};
  const memory = [];
  let [state, since] = ['READING', start];
  for (;;) {
    await sleep(200);
    const { rows: [now] } = await pool.query('select i.state, i.problem, i.row_count, i.created_count, i.household_count, i.rejected_count, j.done, j.state as job from exchange.import i join kernel.job j on j.id = i.job_id');
    memory.push({ phase: now.state, rows: now.done, mb: memoryOf(pid) });
    if (now.state !== state) {
      phases[state] = (performance.now() - since) / 1000;
      log(`${state}: ${phases[state].toFixed(1)} s`);
      [state, since] = [now.state, performance.now()];
    }
    if (now.state === 'DONE' && now.rejected_count > 0) log(JSON.stringify((await pool.query('select code, column_name, count(*) from exchange.import_problem group by 1, 2')).rows));
    if (now.state === 'DONE') return { seconds: (performance.now() - start) / 1000, phases, memory, counts: now };
    if (now.state === 'FAILED' || now.job === 'FAILED') throw new Error(`the import failed: ${now.problem}`);
  }
}

/** Resident memory in MB; 0 where there is no /proc. */
function memoryOf(pid) {
  if (process.platform !== 'linux') return 0;
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
}
