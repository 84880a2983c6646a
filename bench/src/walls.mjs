import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { core, corePlan } from './core.mjs';
import { cpuBetween, cpuOf } from './cpu.mjs';
import { openBenchDatabase } from './database.mjs';
import { median, writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { misspellings } from './search/texts.mjs';

const HELP = `Usage: node bench/src/walls.mjs [options]

What the two walls cost: the same reads with and without the planner's predicate and PostgreSQL's policies, one after the other in
turns, within one process and over one server, so that what disturbs the machine disturbs all. Told are the time that passed, and
the processor's time that Node and PostgreSQL took together, which other work on the machine disturbs less.

  --rounds <n>    rounds over all cases (15)
  --asked <n>     reads of each case in a round (40)
  --postings <n>  postings that are seeded beside 100,000 persons (200000)
  --case <name>   only this case; may be given several times
  --data <folder> keeps the seeded database there and uses it again`;

/** Most that reads with both walls may take longer. */
const TARGET = 1.15;
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' }, asked: { type: 'string', default: '40' }, postings: { type: 'string', default: '200000' },
    case: { type: 'string', multiple: true }, data: { type: 'string' }, help: { type: 'boolean', default: false },
  },
});
const stops = [];
const log = (text) => console.error(text);

/** A clerk of the whole country sees what somebody without limits sees, row by row. */
const COUNTRY = ['KY'];
const DISTRICT = ['KY0000'];
/** Many places, which lead to rows by no index of theirs. */
const REGION = ['KY00'];
const PROGRAMME = ['P0'];

/** Who asks where. Walls are told against the same reads without them, the second one against the first. */
const SYSTEMS = [
  { name: 'no wall', walls: false, places: null },
  { name: 'no limits', walls: true, places: null, against: 'no wall' },
  { name: 'predicate', walls: false, places: COUNTRY, against: 'no wall' },
  { name: 'both walls', walls: true, places: COUNTRY, against: 'no wall' },
  { name: 'district, predicate', walls: false, places: DISTRICT },
  { name: 'district, both walls', walls: true, places: DISTRICT, against: 'district, predicate' },
  { name: 'region, predicate', walls: false, places: REGION },
  { name: 'region, both walls', walls: true, places: REGION, against: 'region, predicate' },
  { name: 'programme, predicate', walls: false, places: null, programmes: PROGRAMME },
  { name: 'programme, both walls', walls: true, places: null, programmes: PROGRAMME, against: 'programme, predicate' },
];

/**
 * `variables` makes those of one read from somebody drawn by chance: `{ id, household, family, text, district }`; `asked` is how many reads there are of what
 * goes over all rows. `alone` is not taken together with the others: nothing but walls is read there.
 */
const CASES = [
  { name: 'person', title: 'A person with names, household and members', query: `query ($id: ID!) { person(by: { id: $id }) { id givenName familyName birthDate place { name } household { code members(first: 10) { nodes { id givenName familyName } } } } }`, variables: ({ id }) => ({ id }) },
  { name: 'list', title: '100 persons with their places', query: 'query { persons(first: 100) { nodes { id givenName familyName birthDate place { name } } } }', variables: () => ({}) },
  { name: 'enrolments', title: '25 persons with enrolments and programmes', query: 'query { persons(first: 25) { nodes { id familyName enrolments(first: 5) { nodes { state enrolledOn programme { name } } } } } }', variables: () => ({}) },
  { name: 'members', title: '20 persons with memberships and other names', query: 'query { persons(first: 20) { nodes { id familyName names { nodes { familyName } } memberships(first: 5) { nodes { role validFrom } } } } }', variables: () => ({}) },
  { name: 'memberships', alone: true, asked: 3, title: 'How many memberships there are', query: 'query { memberships(first: 1) { totalCount } }', variables: () => ({}) },
  { name: 'by-name', asked: 12, title: 'Persons whose family name begins so', query: 'query ($text: String!) { persons(first: 25, where: { familyName: { startsWith: $text } }) { nodes { id givenName familyName } } }', variables: ({ family }) => ({ text: family.slice(0, 4) }) },
  { name: 'counted', asked: 12, title: 'How many were born between two days', query: 'query ($from: LocalDate!, $to: LocalDate!) { persons(first: 1, where: { birthDate: { gte: $from, lt: $to } }) { totalCount } }', variables: ({ year }) => ({ from: `${year}-01-01`, to: `${year}-07-01` }) },
  { name: 'entitled', title: 'Entitlements of a person', query: 'query ($id: ID!) { person(by: { id: $id }) { entitlements(first: 25) { nodes { id dueOn reason } } } }', variables: ({ id }) => ({ id }) },
  { name: 'postings', title: '100 postings', query: 'query { postings(first: 100) { nodes { id occurredOn } } }', variables: () => ({}) },
  { name: 'search', title: 'Search by a misspelt name', query: 'query ($text: String!) { personSearch(text: $text, first: 5) { nodes { score person { id givenName familyName } } } }', variables: ({ text }) => ({ text }) },
  { name: 'known', title: 'A person with members as they were known before', query: 'query ($id: ID!, $at: DateTime!) { person(by: { id: $id }, knownAt: $at) { id familyName household { code members(first: 10) { nodes { id familyName } } } } }', variables: ({ id, at }) => ({ id, at }) },
];

async function open() {
  const dataDir = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'kinga-walls-'));
  if (!options.data) {
    await chmod(dataDir, 0o711);
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
  }
  const database = await openBenchDatabase(dataDir, stops, log, { postings: Number(options.postings) });
  const [{ openDatabase }, { startPlatform }, { platformLog }] = await Promise.all([core('kernel/database/connect.js'), core('kernel/platform.js'), core('kernel/telemetry/platform-log.js')]);
  const at = await changeSome([database.pool, database.barePool]);
  const plan = await corePlan();
  // One actor asks for everything here: its rate is counted, and has no end.
  const endless = { capacity: 1e12, perSecond: 1e12 };
  const limits = (await core('kernel/surface/limits.js')).limitsSchema.parse({ cost: 1_000_000, principalRate: endless, addressRate: endless });
  const started = async (url) => {
    const { pool } = await openDatabase({ url, dataDir, log: () => undefined, poolSize: 2 });
    const platform = await startPlatform({ plan, pool, log: platformLog(), dataDir, workers: false, largestPage: 500, limits });
    stops.push(() => pool.end(), () => platform.stop());
    return platform;
  };
  return { at, pool: database.pool, pid: database.pid, walled: await started(database.appUrl), bare: await started(database.bareUrl) };
}

/** Gives persons a past. Answers the moment before, as GraphQL writes it. */
async function changeSome(pools) {
  const { rows: [{ at }] } = await pools[0].query("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') as at");
  for (const pool of pools) {
    const client = await pool.connect();
    try {
      await client.query(`select set_config('kinga.scope', 'all', false), set_config('kinga.actor', 'bench', false)`);
      await client.query(`update people.person set birth_estimated = not birth_estimated where left(md5(id::text), 1) in ('0', '1', '2')`);
      await client.query('vacuum analyze people.person');
      await client.query('vacuum analyze kernel.history_people_person');
    } finally {
      client.release();
    }
  }
  return at;
}

/** People in one district, so that each system is asked for the same and finds something. */
async function drawn(pool, at, count) {
  const client = await pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false)");
    const { rows: [district] } = await client.query('select array_agg(v.id) as villages from people.place d join people.place v on v.number between d.number and d.last_number where d.code = $1', DISTRICT);
    const texts = await misspellings(client, count, { place: district.villages });
    const { rows } = await client.query(
      `select 'person_' || replace(id::text, '-', '') as id, family_name as family, extract(year from birth_date)::int as year from people.person where place_id = any($1::uuid[]) order by md5(id::text) limit $2`, [district.villages, count]);
    return rows.map((row, index) => ({ ...row, at, text: texts[index % texts.length].text }));
  } finally {
    client.release();
  }
}

async function run() {
  const { at: before, pool, pid, walled, bare } = await open();
  const { runOperation } = await core('kernel/server/run-operation.js');
  const people = await drawn(pool, before, Number(options.asked));
  // Looking up by numbers is limited for each actor, however the deployment is set.
  const permissions = new Set(walled.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name)).filter((name) => name !== 'people.identifiers.read'));
  const contexts = new Map(SYSTEMS.map(({ name, walls, places, programmes = null }) => [name, () => (walls ? walled : bare).context({ actor: { id: 'bench', roles: [], places, organisations: null, programmes, permissions } })]));
  const asked = async (one, system) => {
    const answers = [];
    const [start, cpu] = [performance.now(), cpuOf(process.pid, pid)];
    const node = process.cpuUsage();
    const asking = people.slice(0, one.asked);
    for (const person of asking) {
      const { data, errors } = await runOperation(contexts.get(system.name)(), one.query, one.variables(person));
      if (errors) throw new Error(`${one.name}, ${system.name}: ${errors.map(({ message }) => message).join('; ')}`);
      answers.push(data);
    }
    const took = performance.now() - start;
    const { user, system: inKernel } = process.cpuUsage(node);
    const used = (user + inKernel) / 1000 + cpuBetween(cpu, cpuOf(process.pid, pid)).database;
    return { took: took / asking.length, cpu: used / asking.length, answers: JSON.stringify(answers) };
  };
  const rows = [];
  for (const one of CASES.filter(({ name }) => !options.case || options.case.includes(name))) {
    const [times, cpus] = [new Map(SYSTEMS.map(({ name }) => [name, []])), new Map(SYSTEMS.map(({ name }) => [name, []]))];
    const first = new Map();
    for (const system of SYSTEMS) first.set(system.name, (await asked(one, system)).answers);
    for (const { name, against } of SYSTEMS) if (against && first.get(name) !== first.get(against)) throw new Error(`${one.name}: ${name} answers otherwise than ${against}`);
    for (let round = 0; round < Number(options.rounds); round += 1) {
      for (let at = 0; at < SYSTEMS.length; at += 1) {
        const system = SYSTEMS[(at + round) % SYSTEMS.length];
        const { took, cpu } = await asked(one, system);
        times.get(system.name).push(took);
        cpus.get(system.name).push(cpu);
      }
    }
    for (const { name, against } of SYSTEMS) {
      const ratio = (of) => rounded(median(of.get(name).map((took, round) => took / of.get(against)[round])));
      rows.push({ case: one.name, system: name, value: rounded(median(times.get(name))), unit: 'ms', cpu: rounded(median(cpus.get(name))), ...(against && { against, ratio: ratio(times), cpuRatio: ratio(cpus) }) });
    }
    print(one, rows.filter((row) => row.case === one.name));
  }
  printTogether(rows);
  const worse = rows.filter(({ ratio }) => ratio > TARGET);
  if (!options.case) console.log(`\nWritten: ${await writeResults('walls', rows, { rounds: Number(options.rounds), asked: people.length })}`);
  console.log(worse.length === 0 ? '\nThe target is reached.' : `\nNot reached, at most ${TARGET} times:\n${worse.map((row) => `  ${row.case}: ${row.system} ${row.ratio} times ${row.against}`).join('\n')}`);
}

const rounded = (number) => Number(number.toPrecision(4));

function print({ title }, rows) {
  console.log(`\n${title}`);
  for (const { system, value, cpu, against, ratio, cpuRatio } of rows) console.log(`  ${system.padEnd(24)}${value.toFixed(2).padStart(9)} ms, ${cpu.toFixed(2).padStart(7)} ms of processor${against ? `${ratio.toFixed(2).padStart(8)} and ${cpuRatio.toFixed(2)} times ${against}` : ''}`);
}

/** The geometric mean of ratios over all reads. */
function printTogether(rows) {
  const alone = new Set(CASES.filter((one) => one.alone).map(({ name }) => name));
  console.log(`\nTaken together, but for ${[...alone].join(', ')}`);
  for (const { name, against } of SYSTEMS.filter((system) => system.against)) {
    const ratios = rows.filter((row) => row.system === name && !alone.has(row.case)).map(({ ratio }) => ratio);
    if (ratios.length > 0) console.log(`  ${name.padEnd(24)}${Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length).toFixed(2).padStart(9)} times ${against}`);
  }
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
