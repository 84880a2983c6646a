import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { openRegistry, publishedProgramme, seedHouseholds } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/rules.mjs [options]

Households a second that rules over five facts judge, one of them a count over members, with decisions stored; next to an insert of the same
decisions that somebody wrote by hand for just this rule. Then one evaluation with its explanation through GraphQL.

  --households <n>  how many, with four members each (1000000)
  --data <folder>   keeps the database there; the next run uses what it has
  --write           keeps the result in results/rules.json`;

const { values: options } = parseArgs({
  options: { households: { type: 'string', default: '1000000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const HOUSEHOLDS = Number(options.households);
const BATCH = 10_000;
const ROUNDS = HOUSEHOLDS > 200_000 ? 1 : 3;
const EXPLANATIONS = 200;
const stops = [];

const RULES = [
  { code: 'PRIVATE', kind: 'ELIGIBILITY', expression: 'household.kind == "PRIVATE"' },
  { code: 'ADULT_HEAD', kind: 'ELIGIBILITY', expression: 'household.head.age >= 18' },
  { code: 'HEAD_DIED', kind: 'EXCLUSION', expression: 'household.head.deathDate != null' },
  { code: 'children', kind: 'FORMULA', expression: 'household.members.filter(m, m.age < 18).size()' },
  { code: 'HAS_CHILDREN', kind: 'ELIGIBILITY', expression: 'rules.children >= 1' },
  { code: 'grant', kind: 'AMOUNT', expression: 'money("100") + money("25.50") * rules.children + (household.head.sex == "FEMALE" ? money("5") : money("0"))' },
];

/** The same, as somebody who knows the tables would write it for this rule alone. */
const BY_HAND = `
  insert into programmes.decision (programme_id, basis_id, kind, household_id, place_id, on_date, outcome, reasons, amount, currency, facts, rule_values, decided_by)
  select $1, $2, $6, h.id, h.place_id, $3::date, case when e.holds then 'ELIGIBLE' else 'NOT_ELIGIBLE' end,
    array_remove(array[case when h.kind <> 'PRIVATE' then 'PRIVATE' end, case when e.age < 18 then 'ADULT_HEAD' end, case when c.children < 1 then 'HAS_CHILDREN' end, case when e.died is not null then 'HEAD_DIED' end], null),
    case when e.holds then e.amount end, 'GHS',
    jsonb_build_object('kind', h.kind, 'head', jsonb_build_object('age', e.age, 'sex', e.sex, 'deathDate', e.died), 'children', c.children),
    jsonb_build_object('children', c.children, 'grant', e.amount), 'bench'
  from people.household h
  cross join lateral (select count(*)::int as children from people.person p where p.household_id = h.id and extract(year from age(least($3::date, p.death_date), p.birth_date)) < 18) c
  join people.person head on head.id = h.head_id
  cross join lateral (select extract(year from age(least($3::date, head.death_date), head.birth_date))::int as age, head.sex, head.death_date as died) a
  cross join lateral (select a.age, a.sex, a.died, 100 + 25.50 * c.children + case when a.sex = 'FEMALE' then 5 else 0 end as amount,
    h.kind = 'PRIVATE' and a.age >= 18 and a.died is null and c.children >= 1 as holds) e
  where h.id > $4 and h.id <= $5`;

async function pagesOf(owner) {
  const { rows } = await owner.query('select id from (select id, row_number() over (order by id) as n, count(*) over () as total from people.household limit $1) h where n % $2 = 0 or n = total order by id', [HOUSEHOLDS, BATCH]);
  return rows.map(({ id }, index) => [rows[index - 1]?.id ?? '00000000-0000-0000-0000-000000000000', id]);
}

/** Seconds that storing decisions for all pages takes, each page in a transaction of its own. */
async function timed(pages, store) {
  const start = performance.now();
  for (const page of pages) await store(page);
  return (performance.now() - start) / 1000;
}

async function run() {
  const { owner, platform } = await openRegistry(options, stops);
  await seedHouseholds(owner, HOUSEHOLDS);
  const [{ inTransaction }, { sql }, engine, { storeBasis, decisionsInserted }, { rulesInForce }, { ask }, { uuidOf }] = await Promise.all(
    ['kernel/write/transaction.js', 'kernel/read/sql.js', 'programmes/rules/engine.js', 'programmes/decisions/store-decisions.js', 'programmes/decisions/rules-of.js', 'kernel/write/ask.js', 'kernel/schema/ids.js'].map((file) => core(file)));
  const programme = await publishedProgramme(platform, RULES);
  const ctx = platform.context({ actor: platform.system('bench') });
  const rules = await inTransaction(ctx, (tx) => rulesInForce(tx, uuidOf('programme', programme.id), ctx.today));
  const basisId = await inTransaction(ctx, (tx) => storeBasis(tx, rules));
  const pages = await pagesOf(owner);
  const ways = {
    'by hand': (kind) => ([after, last]) => inTransaction(ctx, (tx) => tx.tx.query(BY_HAND, [rules.programmeId, basisId, ctx.today, after, last, kind])),
    rules: (kind) => ([after, last]) => inTransaction(ctx, (tx) => {
      const facts = engine.registryFacts(ctx, rules.compiled, { where: (row) => sql`${row}.id > ${after}::uuid and ${row}.id <= ${last}::uuid`, programmeId: rules.programmeId });
      const judged = sql`select e.*, null::uuid as enrolment_id from (${engine.evaluated(rules.compiled, facts)}) e`;
      return ask(tx, sql`with stored as (${decisionsInserted(tx, { rules, basisId, kind }, judged)}) select count(*) from stored`);
    }),
  };
  const seconds = {};
  const found = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, store] of Object.entries(ways)) {
      // Decisions are never taken away, so each time they are of a kind of their own.
      const kind = `${name === 'rules' ? 'RULES' : 'HAND'}_${round}_${Date.now()}`;
      seconds[name] = Math.min(seconds[name] ?? Infinity, await timed(pages, store(kind)));
      found[name] = (await owner.query('select outcome, count(*)::int, sum(amount)::text from programmes.decision where kind = $1 group by 1 order by 1', [kind])).rows;
    }
  }
  if (JSON.stringify(found.rules) !== JSON.stringify(found['by hand'])) throw new Error(`they differ: ${JSON.stringify(found)}`);
  const results = Object.entries(seconds).map(([name, value]) => ({ case: `${HOUSEHOLDS} households, decisions stored`, system: name, value: Math.round(HOUSEHOLDS / value), unit: 'households/s' }));
  for (const { system, value } of results) console.log(`${system.padEnd(10)} ${String(value).padStart(8)} households/s`);
  console.log(`share of what is written by hand: ${(seconds['by hand'] / seconds.rules).toFixed(2)} (to reach: 0.5)`);
  results.push(...(await explanations(owner, platform, programme.permissions)));
  if (options.write) console.log(`Written: ${await writeResults('rules', results, { households: HOUSEHOLDS })}`);
}

/** One evaluation with its whole tree through GraphQL, one after the other. */
async function explanations(owner, platform, permissions) {
  const [{ runOperation }, { encodeId }] = await Promise.all(['kernel/server/run-operation.js', 'kernel/schema/ids.js'].map((file) => core(file)));
  const actor = platform.actorOf({ id: 'reader@example.org', roles: [], permissions, places: null });
  const { rows } = await owner.query("select id from programmes.decision where kind like 'RULES%' order by id desc limit $1", [EXPLANATIONS]);
  const document = 'query ($id: ID!) { decisionReplay(id: $id) { equal } node(id: $id) { ... on Decision { outcome explanation { rule parts { expression value } } } } }';
  const times = [];
  for (const { id } of rows) {
    const start = performance.now();
    const { errors } = await runOperation(platform.context({ actor }), document, { id: encodeId('decision', id) });
    times.push(performance.now() - start);
    if (errors) throw new Error(JSON.stringify(errors));
  }
  times.sort((one, other) => one - other);
  const at = (share) => Math.round(times[Math.floor(times.length * share)] * 10) / 10;
  console.log(`one evaluation with its explanation: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
  return [['p50', 0.5], ['p95', 0.95]].map(([name, share]) => ({ case: `one evaluation with its explanation, ${name}`, system: 'rules', value: at(share), unit: 'ms' }));
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
