import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { core, corePlan } from './core.mjs';
import { seeingAll, whileUnbound } from './database.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { seedPersons } from './seed/persons.mjs';
import { seedPlaces } from './seed/places.mjs';
import { idsFrom, randomFrom } from './seed/random.mjs';

const HELP = `Usage: node bench/src/simulation.mjs [options]

How long it takes to try a version on the registry against the one in force, without storing decisions: rules over five facts, one of them a
count over members, with breakdowns by district, by sex of the head and by age band.

  --households <n>  how many, with four members each (1000000)
  --data <folder>   keeps the database there; the next run uses what it has
  --write           keeps the result in results/simulation.json`;

const { values: options } = parseArgs({
  options: { households: { type: 'string', default: '1000000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const HOUSEHOLDS = Number(options.households);
const AT_A_TIME = 50_000;
const stops = [];
const log = (text) => console.error(text);

const rules = (least, grant) => [
  { code: 'children', kind: 'FORMULA', expression: 'household.members.filter(m, m.age < 18).size()' },
  { code: 'has_children', kind: 'ELIGIBILITY', expression: `rules.children >= ${least} && household.head.age >= 18` },
  { code: 'head_lives', kind: 'EXCLUSION', expression: 'household.head.deathDate != null' },
  { code: 'women_first', kind: 'PRIORITY', expression: 'household.head.sex == "FEMALE" ? 2 : 1' },
  { code: 'grant', kind: 'AMOUNT', expression: `money("${grant}") * rules.children + (household.head.age >= 60 ? money("5.00") : money("0.00"))` },
];

async function open() {
  const [{ openDatabase }, { startEmbedded }, { migrateDeployment }, { startPlatform }, { platformLog }] = await Promise.all(
    ['kernel/database/connect.js', 'kernel/database/embedded.js', 'deployment/migrate-deployment.js', 'kernel/platform.js', 'kernel/telemetry/platform-log.js'].map((file) => core(file)));
  const dataDir = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'kinga-simulation-'));
  if (!options.data) {
    await chmod(dataDir, 0o711);
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
  }
  const server = await startEmbedded({ dataDir, log });
  stops.push(() => server.stop());
  const database = await openDatabase({ dataDir, log: () => undefined, poolSize: 4 });
  stops.push(() => database.stop());
  const plan = await corePlan();
  await migrateDeployment({ plan, config: {} }, database, { step: () => undefined });
  const { pool: owner } = await openDatabase({ url: seeingAll(database.ownerUrl), dataDir, log: () => undefined, poolSize: 2 });
  stops.push(() => owner.end());
  const platform = await startPlatform({ plan, pool: database.pool, log: platformLog(false), dataDir, workers: false });
  stops.push(() => platform.stop());
  return { owner, platform };
}

async function seed(owner) {
  const { rows: [{ households, places }] } = await owner.query('select (select count(*)::int from people.household) as households, (select count(*)::int from people.place) as places');
  if (households >= HOUSEHOLDS) return;
  await whileUnbound(owner, async () => {
    const client = await owner.connect();
    try {
      // What is laid here is known to hold; the index of names, which nothing here asks for, would take most of the time.
      await triggers(client, 'disable');
      const random = randomFrom(households + 1);
      const newId = idsFrom(random);
      const villages = places === 0 ? await seedPlaces(client, newId) : (await client.query("select id from people.place where level = 'village' order by number")).rows.map(({ id }) => id);
      for (let made = households; made < HOUSEHOLDS; made += AT_A_TIME) {
        await seedPersons(client, { households: Math.min(AT_A_TIME, HOUSEHOLDS - made), first: made, villages, random, newId });
        log(`${Math.min(made + AT_A_TIME, HOUSEHOLDS)} households`);
      }
      await triggers(client, 'enable');
      await client.query('vacuum analyze people.household, people.person, people.membership, people.place');
    } finally {
      client.release();
    }
  });
}

const triggers = (client, what) => client.query(['household', 'person', 'membership'].map((table) => `alter table people.${table} ${what} trigger user`).join(';'));

/** What a mutation answers; ends the bench where it refuses. */
async function done(platform, permissions, name, type, input, answer, user = 'bench') {
  const { runOperation } = await core('kernel/server/run-operation.js');
  const actor = { ...platform.actorOf({ id: `${user}@example.org`, roles: [], permissions, places: null }) };
  const { data, errors } = await runOperation(platform.context({ actor }), `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} userErrors { code message path } } }`, { input });
  const told = [...(errors ?? []), ...(data?.[name]?.userErrors ?? [])];
  if (told.length > 0) throw new Error(JSON.stringify(told));
  return data[name];
}

async function run() {
  const { owner, platform } = await open();
  await seed(owner);
  const permissions = platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  const ask = (...rest) => done(platform, permissions, ...rest);
  const { programme } = await ask('programmeCreate', 'ProgrammeCreateInput', { code: `BENCH-${Date.now()}`, name: 'Bench', scheme: 'programmes', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01' }, 'programme { id }');
  const drafted = async (effectiveFrom, ofRules) => (await ask('programmeVersionDraft', 'ProgrammeVersionDraftInput', { programmeId: programme.id, effectiveFrom, rules: ofRules }, 'programmeVersion { id version }')).programmeVersion;
  const first = await drafted('2020-01-01', rules(1, '10.00'));
  const { programmeVersion: submitted } = await ask('programmeVersionSubmit', 'ProgrammeVersionMoveInput', first, 'programmeVersion { id version }');
  await ask('programmeVersionPublish', 'ProgrammeVersionMoveInput', submitted, 'programmeVersion { id }', 'second');
  const draft = await drafted('2030-01-01', rules(2, '12.00'));
  const breakdowns = [{ code: 'DISTRICT', placeLevel: 'district' }, { code: 'SEX', expression: 'household.head.sex' }, { code: 'AGE', expression: 'household.head.age', bands: ['18', '30', '45', '60'] }];
  const { simulate } = await core('programmes/simulation/simulate-job.js');
  const { uuidOf } = await core('kernel/schema/ids.js');
  const times = [];
  for (const [name, input] of [['against the version in force, three breakdowns', { versionId: draft.id, breakdowns }], ['against the version in force, none', { versionId: draft.id }]]) {
    const { report } = await ask('programmeSimulate', 'ProgrammeSimulateInput', input, 'report { id }');
    const start = performance.now();
    await simulate.run(platform.context({ actor: platform.system() }), { reportId: uuidOf('simulation', report.id) }, { progress: async (at, of) => { if (at % 100_000 === 0) log(`${at} of ${of}`); } });
    const seconds = (performance.now() - start) / 1000;
    const { rows: [all] } = await owner.query("select assessed, gainers, losers, unchanged, newly_in, newly_out, neither, failed, cost_before::text, cost_after::text from programmes.simulation_row where breakdown = 'TOTAL' order by created_at desc limit 1");
    console.log(`${name}: ${all.assessed} households in ${seconds.toFixed(1)} s, ${Math.round(all.assessed / seconds)} a second\n  ${JSON.stringify(all)}`);
    times.push({ case: name, system: 'kinga', value: Math.round(seconds * 10) / 10, unit: 's' });
  }
  if (options.write) console.log(`Written: ${await writeResults('simulation', times, { households: HOUSEHOLDS })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
