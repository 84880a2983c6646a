import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { core, corePlan } from './core.mjs';
import { seeingAll, whileUnbound } from './database.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { peopleSeeder } from './seed/people.mjs';
import { seedPlaces } from './seed/places.mjs';
import { idsFrom, randomFrom } from './seed/random.mjs';
import { giveNumbers, lookUp } from './search/identifiers.mjs';
import { askAll, recall, timeEach } from './search/measure.mjs';
import { measureUpkeep } from './search/upkeep.mjs';
import { misspellings } from './search/texts.mjs';

const HELP = `Usage: node bench/src/search.mjs [options]

  --persons <n>   measured when so many persons are there; may be given several times, smallest first (250000, 500000, 1000000)
  --texts <n>     misspelt names to search by (1000)
  --by-hand <n>   of those, how many are asked of one trigram index over full names too (100)
  --data <folder> keeps the database there; the next run goes on from as many persons as it has
  --verbose       tells the texts whose answer was missed
  --help`;
const TARGET = 0.95;

const { values: options } = parseArgs({
  options: {
    persons: { type: 'string', multiple: true, default: ['250000', '500000', '1000000'] }, texts: { type: 'string', default: '1000' }, 'by-hand': { type: 'string', default: '100' },
    data: { type: 'string' }, verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
  },
});
const stops = [];
const log = (text) => console.error(text);

async function open() {
  const { openDatabase } = await core('kernel/database/connect.js');
  const { startEmbedded } = await core('kernel/database/embedded.js');
  const { migrateDeployment } = await core('deployment/migrate-deployment.js');
  const { startPlatform } = await core('kernel/platform.js');
  const { platformLog } = await core('kernel/telemetry/platform-log.js');
  const dataDir = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'kinga-search-'));
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
  const { pool: owner } = await openDatabase({ url: seeingAll(database.ownerUrl), dataDir, log: () => undefined, poolSize: 4 });
  stops.push(() => owner.end());
  const platform = await startPlatform({ plan, pool: database.pool, log: platformLog(false), dataDir, workers: false });
  stops.push(() => platform.stop());
  return { asked: { platform, pool: database.pool }, owner };
}

/** Goes on from what an earlier run has left, by making the same people up to there again. */
async function openSeeder(pool) {
  const newId = idsFrom(randomFrom(9));
  const { rows: [{ places, persons, households }] } = await pool.query('select (select count(*)::int from people.place) as places, (select count(*)::int from people.person) as persons, (select count(*)::int from people.household) as households');
  if (places === 0) await whileUnbound(pool, () => inClient(pool, (client) => seedPlaces(client, newId)));
  const { rows } = await pool.query("select id from people.place where level = 'village' order by number");
  const seeder = peopleSeeder({ villages: rows.map(({ id }) => id), phones: true, memberships: false });
  if (persons > 0) await seeder.skip({ persons, households });
  return { seeder, persons };
}

async function inClient(pool, work) {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

/** @param pool the owner's; the platform asks as its own account, which policies bind */
async function measureAt(asked, pool, persons) {
  await pool.query('vacuum analyze people.person');
  for (const table of ['word', 'person_entry', 'phone_entry']) await pool.query(`vacuum analyze matching.${table}`);
  const { rows: [sizes] } = await pool.query(`
    select (select count(distinct word)::int from matching.word) as words,
      (pg_total_relation_size('matching.person_entry') / 1048576)::int as persons_mb, (pg_relation_size('matching.person_entry_found') / 1048576)::int as words_of_persons_mb,
      (pg_total_relation_size('matching.word') / 1048576)::int as words_mb, (pg_total_relation_size('matching.phone_entry') / 1048576)::int as phones_mb`);
  const texts = await misspellings(pool, Number(options.texts));
  const names = await askAll(asked, texts);
  const { missed, ...share } = await recall(pool, names.answers);
  if (options.verbose) for (const { kind, name, text, names: got } of missed) log(`  ${kind}: ${text} for ${name}: ${got.join(', ')}`);
  const withYear = await askAll(asked, texts.map((each) => ({ ...each, text: `${each.text} ${each.year}` })));
  const { rows: [district] } = await pool.query(
    "select d.code, array_agg(v.id) as villages from people.place d join people.place v on v.number between d.number and d.last_number where d.code = 'KY0000' group by d.code");
  const scoped = await askAll(asked, await misspellings(pool, 200, { place: district.villages }), [district.code]);
  const { rows: phones } = await pool.query("select value from people.contact_point where kind = 'PHONE' order by md5(id::text) limit 500");
  const numbers = await askAll(asked, phones.map(({ value }) => ({ id: '', name: '', text: `0${value.slice(4)}` })));
  const result = {
    persons, ...sizes,
    recall: share, recallWithYear: (await recall(pool, withYear.answers)).person,
    misspelt: { api: names.api, sql: names.sql, secondTries: names.answers.filter(({ statements }) => statements > 4).length },
    inDistrict: { api: scoped.api, sql: scoped.sql, recall: (await recall(pool, scoped.answers)).name },
    phone: { api: numbers.api, sql: numbers.sql },
    identifier: await lookUp(asked, await giveNumbers(asked, pool)),
    upkeep: await measureUpkeep(pool),
  };
  print(result);
  return result;
}

/** What one would write first: full names in one trigram index, ordered by similarity. */
async function byHand(pool, persons) {
  await pool.query('create index bench_by_hand on people.person using gin ((lower(given_name || \' \' || family_name)) gin_trgm_ops)');
  await pool.query('analyze people.person');
  const texts = await misspellings(pool, Number(options['by-hand']));
  const { rows, ...times } = await timeEach(pool, `
    select p.id, p.given_name || ' ' || p.family_name as name from people.person p where lower(p.given_name || ' ' || p.family_name) % $1
    order by similarity(lower(p.given_name || ' ' || p.family_name), $1) desc limit 5`, texts.map(({ text }) => text));
  await pool.query('drop index people.bench_by_hand');
  const answers = texts.map((asked, index) => ({ ...asked, names: rows[index].map(({ name }) => name.toLowerCase().split(' ').toSorted().join(' ')), ids: [] }));
  const result = { persons, ...times, recall: (await recall(pool, answers)).name };
  console.log(`\nOne trigram index over full names, by hand: p50 ${times.p50} ms, p95 ${times.p95} ms, the name among the first five ${percent(result.recall)}`);
  return result;
}

const percent = (share) => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);

function print({ persons, words, words_mb: wordsMb, persons_mb: personsMb, recall: share, recallWithYear, misspelt, inDistrict, phone, identifier, upkeep }) {
  const times = (what, { api, sql }) => console.log(`  ${what.padEnd(34)} p50 ${String(api.p50).padStart(6)} p95 ${String(api.p95).padStart(6)} ms    the SQL alone p50 ${String(sql.p50).padStart(6)} p95 ${String(sql.p95).padStart(6)} ms`);
  console.log(`\n${persons.toLocaleString('en')} persons, ${words.toLocaleString('en')} words; persons' index ${personsMb} MB, words ${wordsMb} MB`);
  times('misspelt name', misspelt);
  times('misspelt name, one district', inDistrict);
  times('phone number', phone);
  times('national number', identifier);
  console.log(`  among the first five: the name ${percent(share.name)}, the person ${percent(share.person)} of ${share.personOf} whose name five or fewer bear (with the year of birth ${percent(recallWithYear)})`);
  for (const [kind, each] of Object.entries(share.kinds)) console.log(`    ${kind.padEnd(42)} ${percent(each)}`);
  console.log(`  10,000 persons in one statement: ${upkeep.withIndexMs} ms, without the search index ${upkeep.withoutMs} ms: ${upkeep.microsecondsAPerson} microseconds a person`);
}

async function run() {
  const { asked, owner } = await open();
  const { seeder, persons } = await openSeeder(owner);
  let there = persons;
  const rows = [];
  for (const size of options.persons.map(Number).filter((each) => each >= persons)) {
    const start = Date.now();
    if (size > there) await whileUnbound(owner, () => inClient(owner, (client) => seeder.write(client, size - there)));
    log(`${size - there} persons written in ${((Date.now() - start) / 1000).toFixed(0)} s`);
    there = size;
    rows.push(await measureAt(asked, owner, size));
  }
  const hand = Number(options['by-hand']) > 0 ? await byHand(owner, there) : undefined;
  const { rows: [{ version }] } = await owner.query("select current_setting('server_version') as version");
  const last = rows.at(-1);
  if (there >= 1_000_000) console.log(`\nWritten: ${await writeResults('search', [...rows, ...(hand ? [{ byHand: hand }] : [])], { postgresql: version, texts: Number(options.texts) })}`);
  console.log(last && last.recall.name >= TARGET ? '\nThe target is reached.' : `\nNot reached: the name among the first five for at least ${percent(TARGET)}.`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
