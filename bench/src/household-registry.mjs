import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { core, corePlan } from './core.mjs';
import { seeingAll, whileUnbound } from './database.mjs';
import { seedPersons } from './seed/persons.mjs';
import { seedPlaces } from './seed/places.mjs';
import { idsFrom, randomFrom } from './seed/random.mjs';

const AT_A_TIME = 50_000;
const log = (text) => console.error(text);

/** A PostgreSQL of the bench's own with the tables of core's modules (and of others that are given), and a platform on it; `data` keeps it for the next run, `today` is the day for it. `statements` tells what some work sends. */
export async function openRegistry({ data, poolSize = 4, settings = {}, modules = [], today }, stops) {
  const [{ openDatabase }, { startEmbedded }, { migrateDeployment }, { startPlatform }, { platformLog }] = await Promise.all(
    ['kernel/database/connect.js', 'kernel/database/embedded.js', 'deployment/migrate-deployment.js', 'kernel/platform.js', 'kernel/telemetry/platform-log.js'].map((file) => core(file)));
  const dataDir = data ? resolve(data) : await mkdtemp(join(tmpdir(), 'kinga-registry-'));
  if (!data) {
    await chmod(dataDir, 0o711);
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
  }
  const server = await startEmbedded({ dataDir, log });
  stops.push(() => server.stop());
  const database = await openDatabase({ dataDir, log: () => undefined, poolSize });
  stops.push(() => database.stop());
  const { countStatements } = await core('testing/count-statements.js');
  const statements = countStatements(database.pool);
  const plan = await corePlan(settings, modules);
  await migrateDeployment({ plan, config: {} }, database, { step: () => undefined });
  const { pool: owner } = await openDatabase({ url: seeingAll(database.ownerUrl), dataDir, log: () => undefined, poolSize: 2 });
  stops.push(() => owner.end());
  const platform = await startPlatform({ plan, pool: database.pool, log: platformLog(false), dataDir, workers: false, ...(today && { today: () => today }) });
  stops.push(() => platform.stop());
  return { owner, platform, statements };
}

/** Fills it up to so many households with four members each. */
export async function seedHouseholds(owner, wanted) {
  const { rows: [{ households, places }] } = await owner.query('select (select count(*)::int from people.household) as households, (select count(*)::int from people.place) as places');
  if (households >= wanted) return;
  await whileUnbound(owner, async () => {
    const client = await owner.connect();
    try {
      // What is laid here is known to hold; the index of names, which nothing here asks for, would take most of the time.
      await triggers(client, 'disable');
      const random = randomFrom(households + 1);
      const newId = idsFrom(random);
      const villages = places === 0 ? await seedPlaces(client, newId) : (await client.query("select id from people.place where level = 'village' order by number")).rows.map(({ id }) => id);
      for (let made = households; made < wanted; made += AT_A_TIME) {
        await seedPersons(client, { households: Math.min(AT_A_TIME, wanted - made), first: made, villages, random, newId });
        log(`${Math.min(made + AT_A_TIME, wanted)} households`);
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
export async function mutate(platform, permissions, name, type, input, answer, user = 'bench') {
  const { runOperation } = await core('kernel/server/run-operation.js');
  const actor = { ...platform.actorOf({ id: `${user}@example.org`, roles: [], permissions, places: null }) };
  const { data, errors } = await runOperation(platform.context({ actor }), `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} userErrors { code message path } } }`, { input });
  const told = [...(errors ?? []), ...(data?.[name]?.userErrors ?? [])];
  if (told.length > 0) throw new Error(JSON.stringify(told));
  return data[name];
}

/** A programme with these rules, for households unless something else is said, published by a second person, with tables that they look up. Gives `{ id, ask }`: its id, and mutations by the first. */
export async function publishedProgramme(platform, rules, { tables = [], ...more } = {}) {
  const permissions = platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  const ask = (...rest) => mutate(platform, permissions, ...rest);
  const { programme } = await ask('programmeCreate', 'ProgrammeCreateInput', { code: `BENCH-${Date.now()}`, name: 'Bench', scheme: 'programmes', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01', ...more }, 'programme { id }');
  for (const { rows, ...table } of tables) {
    const { ruleTable } = await ask('ruleTableDefine', 'RuleTableDefineInput', { programmeId: programme.id, ...table }, 'ruleTable { id }');
    const { ruleTableVersion } = await ask('ruleTableVersionAdd', 'RuleTableVersionAddInput', { tableId: ruleTable.id, effectiveFrom: '2020-01-01', source: 'Bench', rows }, 'ruleTableVersion { id }');
    await ask('ruleTableVersionPublish', 'RuleTableVersionPublishInput', { id: ruleTableVersion.id }, 'ruleTableVersion { id }', 'second');
  }
  const drafted = async (effectiveFrom, ofRules) => (await ask('programmeVersionDraft', 'ProgrammeVersionDraftInput', { programmeId: programme.id, effectiveFrom, rules: ofRules }, 'programmeVersion { id version }')).programmeVersion;
  const { programmeVersion: submitted } = await ask('programmeVersionSubmit', 'ProgrammeVersionMoveInput', await drafted('2020-01-01', rules), 'programmeVersion { id version }');
  await ask('programmeVersionPublish', 'ProgrammeVersionMoveInput', submitted, 'programmeVersion { id }', 'second');
  return { id: programme.id, permissions, ask, drafted };
}
