import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { forApp, layTables, seeingAll, whileUnbound } from './database.mjs';
import { writeFiles } from './import/files.mjs';
import { copyAll } from './import/floor.mjs';
import { importFile } from './import/run.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { seedPlaces } from './seed/places.mjs';
import { idsFrom, randomFrom } from './seed/random.mjs';

/** How fast a file of households becomes a registry, beside COPY of the same rows into the same tables. */
const TARGET = 0.3;
const { values } = parseArgs({ options: { persons: { type: 'string', default: '1000000' }, write: { type: 'boolean', default: false }, 'no-floor': { type: 'boolean', default: false }, broken: { type: 'boolean', default: false }, settings: { type: 'string', multiple: true, default: [] } } });
const log = (text) => console.error(text);
const stops = [];
// Keys of the bench's own, for all of its processes.
process.env.KINGA_KEYS ??= randomBytes(32).toString('base64');

async function run() {
  const [{ startEmbedded }, { cloneDatabase }, { openDatabase }] = await Promise.all([core('kernel/database/embedded.js'), core('kernel/database/template.js'), core('kernel/database/connect.js')]);
  const dataDir = await mkdtemp(join(tmpdir(), 'kinga-bench-'));
  await chmod(dataDir, 0o711);
  stops.push(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startEmbedded({ dataDir, log });
  stops.push(() => server.stop());
  const empty = await openDatabase({ dataDir, log: () => undefined });
  const villages = await layOut(empty.owner).finally(() => empty.stop());
  const clone = async () => {
    const copy = await cloneDatabase(server.url, new URL(empty.url).pathname.slice(1));
    stops.push(() => copy.drop());
    const { pool } = await openDatabase({ url: seeingAll(copy.url), dataDir, log });
    stops.push(() => pool.end());
    return { pool, url: await forApp(copy.url, pool) };
  };
  const folder = join(dataDir, 'people');
  await mkdir(folder);
  const files = await writeFiles(folder, { persons: Number(values.persons), villages, broken: values.broken });
  log(`${files.persons} persons in ${files.households} households`);

  const copied = async (bare) => {
    const { pool } = await clone();
    return whileUnbound(pool, () => copyAll(pool, files.parts, { bare }));
  };
  const floor = values['no-floor'] ? 0 : await copied(true);
  log(`bare COPY: ${floor.toFixed(1)} s`);
  const kept = values['no-floor'] ? 0 : await copied(false);
  log(`COPY with foreign keys, history and search: ${kept.toFixed(1)} s`);
  const database = await clone();
  const imported = await importFile(database, { csv: files.csv, dataDir, stops, log });
  tell(files, floor, kept, imported);
  if (values.write) await keep(database.pool, files, floor, kept, imported);
}

async function layOut(pool) {
  await layTables(pool);
  const client = await pool.connect();
  await whileUnbound(pool, () => seedPlaces(client, idsFrom(randomFrom(1))));
  client.release();
  await pool.query('analyze people.place');
  return (await pool.query('select id, code from people.place where depth = 3 order by code')).rows;
}

function figures(files, floor, kept, { seconds, phases, memory, idle, counts }) {
  const at = (rows) => memory.filter(({ phase, rows: done }) => phase === 'APPLYING' && done <= rows).at(-1)?.mb;
  return {
    persons: files.persons, households: files.households,
    rowsPerSecond: { bareCopy: Math.round(files.persons / floor), copyWithTriggers: Math.round(files.persons / kept), import: Math.round(files.persons / seconds) },
    seconds: { bareCopy: round(floor), copyWithTriggers: round(kept), import: round(seconds), phases: Object.fromEntries(Object.entries(phases).map(([name, value]) => [name, round(value)])) },
    ofBareCopy: round(floor / seconds, 3), ofCopyWithTriggers: round(kept / seconds, 3), target: TARGET,
    memoryMb: { idle, most: Math.max(...memory.map(({ mb }) => mb)), ...Object.fromEntries([0.25, 0.5, 1].map((part) => [`at${Math.round(part * files.persons)}`, at(part * files.persons)])) },
    created: counts.created_count, rejected: counts.rejected_count,
  };
}

const round = (value, digits = 1) => Number(value.toFixed(digits));

function tell(...all) {
  const found = figures(...all);
  console.log(JSON.stringify(found, null, 2));
  console.log(found.ofBareCopy >= TARGET ? 'The target is reached.' : `Not reached: ${found.ofBareCopy} of the bare COPY, wanted ${TARGET}.`);
}

async function keep(pool, ...all) {
  const { rows: [{ version }] } = await pool.query("select current_setting('server_version') as version");
  const path = new URL('../results/import.json', import.meta.url);
  await writeFile(path, `${JSON.stringify({ at: new Date().toISOString(), postgresql: version, ...figures(...all) }, null, 2)}\n`);
}

await runAndStop(run, stops);
