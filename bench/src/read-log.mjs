import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { core, corePlan } from './core.mjs';
import { openBenchDatabase } from './database.mjs';
import { median, writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/read-log.mjs [options]

What it costs that each read of persons is noted before its answer leaves, and that what is noted is chained: the same reads without
either, in turns within one process, so that what disturbs the machine disturbs all.

  --rounds <n>    rounds over all cases (15)
  --asked <n>     reads of each case in a round (200)
  --data <folder> keeps the seeded database there and uses it again
  --write         keeps the result in results/read-log.json`;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' }, asked: { type: 'string', default: '200' }, data: { type: 'string' },
    write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});
const stops = [];
const log = (text) => console.error(text);

const SYSTEMS = [
  { name: 'not noted', noted: false, chained: false },
  { name: 'noted', noted: true, chained: false },
  { name: 'noted and chained', noted: true, chained: true },
];

const PERSON = 'query ($id: ID!) { person(by: { id: $id }) { id givenName familyName birthDate household { code members(first: 10) { nodes { id givenName } } } } }';
const LIST = 'query { persons(first: 100) { nodes { id givenName familyName birthDate } } }';
const CASES = [
  { name: 'person', title: 'A person with household and members, one request after the other', query: PERSON, at: 1 },
  { name: 'persons at once', title: 'The same, 8 at a time', query: PERSON, at: 8 },
  { name: 'list', title: '100 persons, one request after the other', query: LIST, at: 1 },
  { name: 'lists at once', title: 'The same, 8 at a time', query: LIST, at: 8 },
];

async function open() {
  const dataDir = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'kinga-read-log-'));
  if (!options.data) {
    await chmod(dataDir, 0o711);
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
  }
  const database = await openBenchDatabase(dataDir, stops, log, { postings: 2_000 });
  const [{ openDatabase }, { startPlatform }, { platformLog }] = await Promise.all([core('kernel/database/connect.js'), core('kernel/platform.js'), core('kernel/telemetry/platform-log.js')]);
  const endless = { capacity: 1e12, perSecond: 1e12 };
  const limits = (await core('kernel/surface/limits.js')).limitsSchema.parse({ cost: 1_000_000, principalRate: endless, addressRate: endless });
  const { pool } = await openDatabase({ url: database.appUrl, dataDir, log: () => undefined, poolSize: 10 });
  const platform = await startPlatform({ plan: await corePlan(), pool, log: platformLog(), dataDir, workers: false, largestPage: 500, limits });
  stops.push(() => pool.end(), () => platform.stop());
  return { owner: database.pool, platform };
}

async function run() {
  const { owner, platform } = await open();
  const { runOperation } = await core('kernel/server/run-operation.js');
  const { rows: people } = await owner.query("select 'person_' || replace(id::text, '-', '') as id from people.person order by md5(id::text) limit $1", [Number(options.asked)]);
  const permissions = new Set(platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)).filter((name) => name !== 'people.identifiers.read'));
  const silent = { ...platform, readLog: { note: async () => undefined } };
  const contextOf = ({ noted }) => ({ ...platform.context({ actor: { id: 'bench', kind: 'user', roles: [], places: null, organisations: null, programmes: null, permissions } }), ...(!noted && { platform: silent }) });
  const asked = async ({ query, at }, system) => {
    await owner.query(`alter table kernel.read_log ${system.chained ? 'enable' : 'disable'} trigger chain_reads`);
    const left = [...people];
    const one = async () => {
      for (let person = left.pop(); person; person = left.pop()) {
        const { errors } = await runOperation(contextOf(system), query, query === LIST ? {} : person);
        if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
      }
    };
    const start = performance.now();
    await Promise.all(Array.from({ length: at }, one));
    return (performance.now() - start) / people.length;
  };
  const rows = [];
  for (const one of CASES) {
    const times = new Map(SYSTEMS.map(({ name }) => [name, []]));
    for (const system of SYSTEMS) await asked(one, system);
    for (let round = 0; round < Number(options.rounds); round += 1) {
      for (let at = 0; at < SYSTEMS.length; at += 1) {
        const system = SYSTEMS[(at + round) % SYSTEMS.length];
        times.get(system.name).push(await asked(one, system));
      }
    }
    console.log(`\n${one.title}`);
    for (const { name } of SYSTEMS) {
      const ratio = (other) => rounded(median(times.get(name).map((took, round) => took / times.get(other)[round])));
      const row = { case: one.name, system: name, value: rounded(median(times.get(name))), unit: 'ms', ratio: ratio('not noted') };
      rows.push(row);
      console.log(`  ${name.padEnd(24)}${row.value.toFixed(2).padStart(9)} ms${row.ratio.toFixed(2).padStart(8)} times not noted`);
    }
  }
  const { rows: [sizes] } = await owner.query("select (select count(*)::int from kernel.read_log) as reads, (select count(*)::int from kernel.read_entry) as entries, (pg_total_relation_size('kernel.read_entry') / greatest((select count(*) from kernel.read_entry), 1))::int as bytes_an_entry");
  console.log(`\n${sizes.reads} reads noted, ${sizes.entries} entries of ${sizes.bytes_an_entry} bytes`);
  if (options.write) console.log(`\nWritten: ${await writeResults('read-log', rows, { rounds: Number(options.rounds), asked: people.length })}`);
}

const rounded = (number) => Number(number.toPrecision(4));

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
