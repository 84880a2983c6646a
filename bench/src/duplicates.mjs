import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { core, corePlan } from './core.mjs';
import { forApp, layTables, seeingAll, whileUnbound } from './database.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { plantDuplicates } from './seed/plant-duplicates.mjs';
import { seedPeople } from './seed/people.mjs';
import { seedPlaces } from './seed/places.mjs';
import { idsFrom, randomFrom } from './seed/random.mjs';

// npm run duplicates [-- 250000 500000 1000000] [--explain]: registries of these sizes, each with one in fifty persons registered
// twice. Prints how many of those are found, how many of what is found is right, and how long it takes; --explain adds what was
// wrong or missed, and how both depend on the threshold; --data <folder> keeps the registries there for the next run.
const SIZES = [250_000, 500_000, 1_000_000];
const SHARE = 50;
const LEAST = 0.95;
const TABLES = ['people.household', 'people.person', 'people.membership', 'people.contact_point'];

const { values: { explain, data }, positionals } = parseArgs({
  allowPositionals: true, options: { explain: { type: 'boolean', default: false }, data: { type: 'string' } },
});
const given = positionals.map(Number);
const sizes = given.length > 0 ? given : SIZES;

const stops = [];

async function run() {
  const { startEmbedded } = await core('kernel/database/embedded.js');
  const { openDatabase } = await core('kernel/database/connect.js');
  const dataDir = data ? resolve(data) : await mkdtemp(join(tmpdir(), 'kinga-bench-'));
  if (!data) {
    await chmod(dataDir, 0o711);
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
  }
  const server = await startEmbedded({ dataDir, log: () => undefined });
  stops.push(() => server.stop());
  const admin = await openDatabase({ url: server.url, dataDir, log: () => undefined });
  stops.push(() => admin.stop());
  const rows = [];
  for (const size of sizes) rows.push(await searched(server.url, dataDir, await filled(server.url, dataDir, admin.pool, size), size));
  print(rows);
  if (given.length === 0) {
    const file = await writeResults('duplicates', rows.map((row) => ({ case: `${row.persons} persons`, system: 'kinga', value: row.seconds, unit: 's', ...row })), {});
    console.log(`\nWritten: ${file}`);
  }
  const missed = rows.filter(({ precision, recall }) => precision < LEAST || recall < LEAST);
  console.log(missed.length === 0 ? '\nAll targets are reached.' : `\nNot reached at: ${missed.map(({ persons }) => persons).join(', ')}`);
}

/** The name of a database with a registry of this size: what an earlier run with the same `--data` has made of it, or a new one. */
async function filled(url, dataDir, admin, size) {
  const name = `duplicates_${size}`;
  const { rows: [there] } = await admin.query('select from pg_database where datname = $1', [name]);
  if (there) return name;
  await admin.query(`drop database if exists ${name}_unfinished with (force)`);
  await admin.query(`create database ${name}_unfinished`);
  const { openDatabase } = await core('kernel/database/connect.js');
  const { pool } = await openDatabase({ url: databaseAt(url, `${name}_unfinished`), dataDir, log: () => undefined });
  await layTables(pool);
  await whileUnbound(pool, () => fill(pool, size));
  await pool.end();
  await renamed(admin, `${name}_unfinished`, name);
  return name;
}

/** Autovacuum may be at work there for a while. */
async function renamed(admin, from, to) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await admin.query(`alter database ${from} rename to ${to}`).then(() => true, () => false)) return;
    await sleep(3_000);
  }
  throw new Error(`somebody stays connected to ${from}`);
}

const databaseAt = (url, name) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

async function searched(serverUrl, dataDir, template, size) {
  const { openDatabase } = await core('kernel/database/connect.js');
  const { cloneDatabase } = await core('kernel/database/template.js');
  const copy = await cloneDatabase(serverUrl, template);
  const { pool: owner } = await openDatabase({ url: seeingAll(copy.url), dataDir, log: () => undefined, poolSize: 2 });
  // What was kept may lack what migrations have added since.
  await layTables(owner);
  const { pool } = await openDatabase({ url: await forApp(copy.url, owner), dataDir, log: () => undefined, poolSize: 4 });
  try {
    const platform = await platformOn(pool);
    const ctx = platform.context({ actor: platform.system('bench') });
    const run = await startRun(ctx, owner);
    const { finishRun } = await core('matching/duplicates/run.js');
    const started = process.hrtime.bigint();
    let last = started;
    const result = await finishRun(ctx, run, {
      progress: async (done, total, message) => {
        const now = process.hrtime.bigint();
        if (explain && message === 'candidates') await tellUncompared(owner);
        console.error(`  ${done}/${total} ${((Number(now - last)) / 1e9).toFixed(1)} s, next: ${message ?? 'end'}`);
        last = now;
      },
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const { planted, ...found } = await evaluate(owner);
    if (explain) await explained(owner);
    await platform.stop();
    return { persons: size, planted, seconds: rounded(seconds), perMillion: rounded((seconds / size) * 1e6), pairs: result.pairs, ...found };
  } finally {
    await Promise.all([pool.end(), owner.end()]);
    await copy.drop();
  }
}

async function platformOn(pool) {
  const { startPlatform } = await core('kernel/platform.js');
  const plan = await corePlan(explain ? { matching: { duplicates: { proposeFrom: 0.3 } } } : {});
  const { pino } = await import('pino');
  return startPlatform({ plan, pool, dataDir: tmpdir(), log: pino({ level: 'silent' }), workers: false });
}

/** Written past triggers, since what they do is not what is measured here. */
async function fill(pool, size) {
  const client = await pool.connect();
  try {
    for (const table of TABLES) await client.query(`alter table ${table} disable trigger user`);
    const villages = await seedPlaces(client, idsFrom(randomFrom(3)));
    await seedPeople(client, { persons: size - size / SHARE, villages, phones: true });
    await plantDuplicates(client, { count: size / SHARE, villages });
    for (const table of TABLES) await client.query(`alter table ${table} enable trigger user`);
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

async function startRun(ctx, owner) {
  const { inTransaction } = await core('kernel/write/transaction.js');
  const { startRun: start } = await core('matching/duplicates/find-duplicates.js');
  await inTransaction(ctx, (tx) => start(tx, 'EVERYBODY'));
  const { rows } = await owner.query('select id from matching.duplicate_run where finished_at is null');
  return rows[0].id;
}

/** A pair is right where it was planted. Persons whom the generator made alike by chance count as wrong, though nobody could tell. */
async function evaluate(pool) {
  const { rows: [counts] } = await pool.query(
    `select (select count(*)::int from matching.duplicate_candidate) as proposed,
       (select count(*)::int from matching.duplicate_candidate c join planted p on (c.first_id, c.second_id) = (least(p.one, p.other), greatest(p.one, p.other))) as right,
       (select count(*)::int from planted) as planted`,
  );
  return { planted: counts.planted, proposed: counts.proposed, right: counts.right, precision: rounded(counts.right / counts.proposed), recall: rounded(counts.right / counts.planted) };
}

/** Planted pairs that no pass brought together. */
async function tellUncompared(pool) {
  const { rows } = await pool.query(
    `with pairs as (select a.n as one, b.n as other, a.given as g1, b.given as g2, a.family as f1, b.family as f2, a.born::text as b1, b.born::text as b2, a.place_id = b.place_id as place
       from planted p join matching.duplicate_person a on a.id = p.one join matching.duplicate_person b on b.id = p.other)
     select p.*, count(*) over ()::int as uncompared from pairs p
     where not exists (select from matching.duplicate_comparison c where not c.sample and (c.a, c.b) = (least(p.one, p.other), greatest(p.one, p.other))) limit 40`,
  );
  console.log(`${rows[0]?.uncompared ?? 0} planted pairs were not compared`);
  console.table(rows.map(({ g1, g2, f1, f2, b1, b2, place }) => ({ g1, g2, f1, f2, b1, b2, place })));
}

/** Where the wrong ones and the missed ones are, by what was compared. */
async function explained(pool) {
  const { rows: curve } = await pool.query(
    `select threshold, round(avg(r::int), 4) as precision, round(sum(r::int)::numeric / (select count(*) from planted), 4) as recall
     from (values (0.3), (0.35), (0.4), (0.45), (0.5), (0.6), (0.7), (0.8), (0.9), (0.95)) t(threshold) join (
       select c.probability, p.one is not null as r from matching.duplicate_candidate c left join planted p on (c.first_id, c.second_id) = (least(p.one, p.other), greatest(p.one, p.other))) c
       on c.probability >= threshold group by 1 order by 1`,
  );
  console.table(curve);
  const { rows: weights } = await pool.query('select weights from matching.duplicate_run');
  const { namesakes, ...told } = weights[0].weights;
  console.log(JSON.stringify(told), `${namesakes.filter((weight) => weight > 0).length} ways of sharing names are more frequent than by chance`);
  const { rows: wrong } = await pool.query(
    `select (select string_agg(x ->> 'level', ' ') from jsonb_array_elements(c.compared) x) as pattern, count(*)::int, round(avg(probability), 2) as probability
     from matching.duplicate_candidate c where not exists (select from planted p where (c.first_id, c.second_id) = (least(p.one, p.other), greatest(p.one, p.other)))
     group by 1 order by 2 desc limit 25`,
  );
  console.table(wrong);
  const { rows: missed } = await pool.query(
    `select a.given_name as g1, b.given_name as g2, a.family_name as f1, b.family_name as f2, a.birth_date::text as b1, b.birth_date::text as b2, a.place_id = b.place_id as place, a.household_id = b.household_id as hh
     from planted p join people.person a on a.id = p.one join people.person b on b.id = p.other
     where not exists (select from matching.duplicate_candidate c where (c.first_id, c.second_id) = (least(p.one, p.other), greatest(p.one, p.other))) limit 30`,
  );
  console.table(missed);
}

function rounded(number) {
  return Number(number.toPrecision(4));
}

function print(rows) {
  const line = (cells) => console.log(cells.map((cell) => String(cell).padStart(12)).join(''));
  line(['persons', 'planted', 'pairs', 'proposed', 'precision', 'recall', 'seconds', 's/million']);
  for (const row of rows) line([row.persons, row.planted, row.pairs, row.proposed, row.precision, row.recall, row.seconds, row.perMillion]);
}

await runAndStop(run, stops);
