import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { openRegistry } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/indexation.mjs [options]

Pensions a second that an indexation by percent and an amount raises, by its job, each with a step of its own; next to one insert of the same
rows that somebody wrote by hand for just this indexation. At a quarter, half and the whole size. Build the modules first.

  --awards <n>      how many pensions, each with a decision (1000000)
  --data <folder>   keeps the database there, for the next run: what is seeded is not seeded again
  --write           keeps the result in results/indexation.json`;

const { values: options } = parseArgs({
  options: { awards: { type: 'string', default: '1000000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const AWARDS = Number(options.awards);
const TABLES = ['people.person', 'programmes.enrolment', 'programmes.decision', 'pensions.award', 'pensions.award_step'];
const stops = [];

/** Does work while some tables have no foreign keys; each is looked at as a whole afterwards, rather than row by row. */
async function withoutForeignKeys(client, work) {
  const { rows } = await client.query("select conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'f' and conparentid = 0 and conrelid = any($1::regclass[])", [TABLES]);
  for (const { of, name } of rows) await client.query(`alter table ${of} drop constraint ${name}`);
  await work();
  for (const { of, name, definition } of rows) await client.query(`alter table ${of} add constraint ${name} ${definition}`);
}

/** A scheme with so many pensioners, each with a claim's decision, an award and its first step: the one of a run before, where the database was kept. */
async function seeded(owner, awards) {
  const code = `BENCH-${awards}`;
  const { rows: [known] } = await owner.query('select id from programmes.programme where code = $1', [code]);
  if (!known) return seed(owner, awards, code);
  // What a run before was killed in.
  await owner.query("update pensions.indexation set state = 'DONE' where programme_id = $1 and state = 'APPLYING'", [known.id]);
  return known.id;
}

async function seed(owner, awards, code) {
  const client = await owner.connect();
  let id;
  try {
    await client.query('begin');
    ({ rows: [{ id }] } = await client.query(
      "insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), $1, $1, 'pensions', 'PERSON', 'GHS', '2020-01-01') returning id", [code]));
    // What is laid here is known to hold.
    for (const table of TABLES) await client.query(`alter table ${table} disable trigger user`);
    await withoutForeignKeys(client, async () => {
      await client.query('create temporary table made (n int, person uuid, enrolment uuid, decision uuid, award uuid, amount numeric) on commit drop');
      await client.query("insert into made select n, kernel.uuid7(), kernel.uuid7(), kernel.uuid7(), kernel.uuid7(), (10000 + n::bigint * 7919 % 90000) / 100.0 from generate_series(1, $1::int) n", [awards]);
      await client.query("insert into people.person (id, given_name, family_name, sex, birth_date) select person, 'Made-Up', 'P' || n, 'FEMALE', '1950-01-01' from made");
      await client.query("insert into programmes.enrolment (id, programme_id, person_id, state, state_on, enrolled_on) select enrolment, $1, person, 'ENROLLED', '2025-01-01', '2025-01-01' from made", [id]);
      await client.query(
        `insert into programmes.decision (id, programme_id, kind, person_id, enrolment_id, on_date, outcome, amount, currency, facts, rule_values, decided_by)
         select decision, $1, 'PENSION_CLAIM', person, enrolment, '2025-01-01', 'ELIGIBLE', amount, 'GHS', '{}', '{}', 'bench' from made`, [id]);
      await client.query(
        `insert into pensions.award (id, programme_id, person_id, enrolment_id, kind, from_day, currency, decision_id, awarded_by, awarded_on)
         select award, $1, person, enrolment, 'OLD_AGE', '2025-01-01', 'GHS', decision, 'bench', '2025-01-01' from made`, [id]);
      await client.query(
        `insert into pensions.award_step (award_id, programme_id, person_id, number, kind, from_day, amount, currency, decision_id, made_by)
         select award, $1, person, 1, 'AWARD', '2025-01-01', amount, 'GHS', decision, 'bench' from made`, [id]);
    });
    for (const table of TABLES) await client.query(`alter table ${table} enable trigger user`);
    await client.query('commit');
  } finally {
    client.release();
  }
  await owner.query(`vacuum analyze ${TABLES.join(', ')}`);
  return id;
}

/** The same rows for one indexation, as somebody who knows the tables would write them: all at once. */
const BY_HAND = `
  insert into pensions.award_step (award_id, programme_id, person_id, number, kind, from_day, amount, currency, indexation_id, made_by)
  select a.id, a.programme_id, a.person_id, s.number + 1, 'INDEXATION', $2::date, round(s.amount * 1.05 + 2.50, 2), a.currency, $3, 'bench'
  from pensions.award a cross join lateral (select s.number, s.amount from pensions.award_step s where s.award_id = a.id and s.from_day <= $2::date order by s.from_day desc, s.number desc limit 1) s
  where a.programme_id = $1 and a.from_day < $2::date and (a.last_day is null or a.last_day >= $2::date)`;

async function indexation(owner, programme, code, day) {
  const { rows: [{ id }] } = await owner.query(
    `insert into pensions.indexation (programme_id, code, from_day, percent, flat, digits, source, state, asked_by, decided_by, decided_on)
     values ($1, $2, $3, 5, 2.50, 2, 'bench', 'APPLYING', 'one', 'another', '2026-01-01') returning id`, [programme, code, day]);
  return id;
}

/** How many seconds work takes, and what it gives. */
const timed = async (work) => {
  const start = performance.now();
  const given = await work();
  return [(performance.now() - start) / 1000, given];
};

async function run() {
  const [{ pensions }, { applyIndexation }] = await Promise.all(['index.js', 'indexation/indexation-jobs.js'].map((file) => import(new URL(`../../modules/pensions/dist/${file}`, import.meta.url).href)));
  const { owner, platform } = await openRegistry({ ...options, modules: [pensions] }, stops);
  const results = [];
  for (const part of [4, 2, 1]) {
    const size = Math.round(AWARDS / part);
    const [seconds, programme] = await timed(() => seeded(owner, size));
    console.error(`${size} pensions laid in ${Math.round(seconds)} s`);
    const { rows: [{ first, second }] } = await owner.query("select (last + interval '1 month')::date::text as first, (last + interval '2 months')::date::text as second from (select coalesce(max(from_day), '2025-12-01') as last from pensions.indexation where programme_id = $1) i", [programme]);
    const { inTransaction } = await core('kernel/write/transaction.js');
    const ctx = platform.context({ actor: platform.system('bench') });
    const byHand = await indexation(owner, programme, `HAND-${first}`, first);
    const [hand] = await timed(() => inTransaction(ctx, (tx) => tx.tx.query(BY_HAND, [programme, first, byHand])));
    await owner.query("update pensions.indexation set state = 'DONE' where id = $1", [byHand]);
    await owner.query('vacuum analyze pensions.award_step');
    const byJob = await indexation(owner, programme, `JOB-${second}`, second);
    const [job] = await timed(() => applyIndexation.run(ctx, { indexationId: byJob }, { progress: async () => undefined }));
    const { rows } = await owner.query('select indexation_id, count(*)::int as steps from pensions.award_step where indexation_id = any($1) group by 1', [[byHand, byJob]]);
    if (rows.length !== 2 || rows.some(({ steps }) => steps !== size)) throw new Error(`not everybody was raised: ${JSON.stringify(rows)}`);
    console.log(`${size} pensions: by hand ${Math.round(size / hand)}/s, by the job ${Math.round(size / job)}/s, share ${(hand / job).toFixed(2)} (to reach: 0.5)`);
    results.push(...[['by hand', hand], ['kinga', job]].map(([system, seconds]) => ({ case: `${size} pensions raised`, system, value: Math.round(size / seconds), unit: 'pensions/s' })));
  }
  if (options.write) console.log(`Written: ${await writeResults('indexation', results, { awards: AWARDS })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
