import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { openRegistry } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/claims.mjs [options]

Claims of five lines a second that are checked and valued by the job, with every step's effect on every line; next to statements that somebody wrote by hand for just
this plan, which write the same rows. At a quarter, half and the whole size. Build the modules first.

  --claims <n>      how many claims (100000)
  --insured <n>     how many persons are insured (1000000)
  --data <folder>   keeps the database there
  --write           keeps the result in results/claims.json`;

const { values: options } = parseArgs({
  options: { claims: { type: 'string', default: '100000' }, insured: { type: 'string', default: '1000000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const CLAIMS = Number(options.claims);
const INSURED = Number(options.insured);
const AT_ONCE = 1000;
const HI = (...names) => names.map((name) => `health_insurance.${name}`);
const SEEDED = ['people.organisation', 'people.household', 'people.person', ...HI('service', 'diagnosis', 'facility', 'price_list', 'price', 'facility_price_list', 'plan', 'plan_version', 'plan_limit', 'plan_cover', 'plan_cover_limit', 'policy', 'coverage', 'claim', 'claim_line')];
const stops = [];

/** A plan with a deductible, a share and a ceiling, a facility with twenty services, and insured persons, each with a policy. */
async function seedPlan(client, code) {
  const one = async (text, values) => (await client.query(text, values)).rows[0].id;
  const place = await one("insert into people.place (id, code, name, level, depth, number, last_number) select kernel.uuid7(), $1, $1, 'village', 0, coalesce(max(last_number), 0) + 1, coalesce(max(last_number), 0) + 1 from people.place returning id", [code]);
  const programme = await one("insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), $1, $1, 'health-insurance', 'HOUSEHOLD', 'GHS', '2020-01-01') returning id", [code]);
  const plan = await one('insert into health_insurance.plan (programme_id) values ($1) returning id', [programme]);
  const version = await one(
    `insert into health_insurance.plan_version (plan_id, programme_id, number, state, effective_from, authors, published_by, published_on, cover_months) values ($1, $2, 1, 'PUBLISHED', '2020-01-01', '{one}', 'another', '2020-01-01', 12) returning id`, [plan, programme]);
  await client.query("insert into health_insurance.plan_limit (plan_version_id, kind, per, care, amount) values ($1, 'DEDUCTIBLE', 'MEMBER', 'ANY', 20), ($1, 'CEILING', 'POLICY', 'ANY', 1000000)", [version]);
  await client.query("insert into health_insurance.service (code, name, kind, category, care, unit_price, currency, valid_from) select $1 || n, 'Service ' || n, 'SERVICE', 'OTHER', 'BOTH', n + 0.50, 'GHS', '2020-01-01' from generate_series(1, 20) n", [code]);
  const services = 'health_insurance.service s where s.code like $2 || \'%\'';
  await client.query(`insert into health_insurance.plan_cover (plan_version_id, service_id) select $1, s.id from ${services}`, [version, code]);
  await client.query("insert into health_insurance.plan_cover_limit (plan_version_id, plan_cover_id, visit, kind, adult, child) select $1, k.id, 'OTHER', 'SHARE', 0.9, 0.9 from health_insurance.plan_cover k where k.plan_version_id = $1", [version]);
  const organisation = await one('insert into people.organisation (code, name, place_id) values ($1, $1, $2) returning id', [code, place]);
  const facility = await one("insert into health_insurance.facility (organisation_id, level, care, contract_from) values ($1, 'HOSPITAL', 'BOTH', '2020-01-01') returning id", [organisation]);
  const list = await one('insert into health_insurance.price_list (code, name) values ($1, $1) returning id', [code]);
  await client.query(`insert into health_insurance.price (price_list_id, service_id, valid_from) select $1, s.id, '2020-01-01' from ${services}`, [list, code]);
  await client.query("insert into health_insurance.facility_price_list (facility_id, price_list_id, valid_from) values ($1, $2, '2020-01-01')", [facility, list]);
  const diagnosis = await one("insert into health_insurance.diagnosis (code, name, valid_from) values ($1, 'Bench', '2020-01-01') returning id", [code]);
  return { place, programme, plan, version, facility, diagnosis };
}

/** Insured persons in households of four, and submitted claims of five lines, each of another household. */
async function seed(owner, claims, insured, code) {
  const client = await owner.connect();
  try {
    await client.query('begin');
    for (const table of SEEDED) await client.query(`alter table ${table} disable trigger user`);
    const { place, programme, plan, version, facility, diagnosis } = await seedPlan(client, code);
    await client.query('create temporary table made (n int, household uuid, policy uuid, claim uuid) on commit drop');
    await client.query('insert into made select n, kernel.uuid7(), kernel.uuid7(), kernel.uuid7() from generate_series(1, $1::int) n', [Math.max(claims, Math.ceil(insured / 4))]);
    await client.query('insert into people.household (id, code, place_id) select household, $1 || n, $2 from made', [code, place]);
    await client.query("insert into people.person (id, given_name, family_name, sex, birth_date, place_id, household_id) select kernel.uuid7(), 'Made-Up', 'P' || n || '-' || m, 'FEMALE', '1990-01-01', $1, household from made, generate_series(1, 4) m", [place]);
    await client.query(
      `insert into health_insurance.policy (id, number, programme_id, plan_id, plan_version_id, household_id, stage, state, state_on, enrolled_on, enrolled_by, starts_on, effective_on, ends_on, pay_by, adults, children, other_adults, other_children, value, currency)
       select policy, $4 || n, $1, $2, $3, household, 'NEW', 'ACTIVE', '2026-01-01', '2026-01-01', 'bench', '2026-01-01', '2026-01-01', '2026-12-31', '2026-01-01', 4, 0, 0, 0, 0, 'GHS' from made`, [programme, plan, version, code]);
    await client.query(
      `insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
       select policy, $1, $2, household, p.id, '2026-01-01', '2026-01-01', '2026-01-01', '2026-12-31', '2026-01-01' from made join people.person p on p.household_id = made.household`, [plan, programme]);
    await client.query(
      `insert into health_insurance.claim (id, facility_id, place_id, person_id, code, visit, visit_from, visit_to, claimed_on, diagnosis_id, claimed, currency, state, entered_by, submitted_by, submitted_on)
       select claim, $1, $2, (select p.id from people.person p where p.household_id = made.household order by p.id limit 1), 'C' || n, 'OTHER', '2026-03-02', '2026-03-02', '2026-03-03', $3, 0, 'GHS', 'SUBMITTED', 'clerk', 'clerk', '2026-03-03' from made where n <= $4`, [facility, place, diagnosis, claims]);
    await client.query(
      `insert into health_insurance.claim_line (claim_id, number, service_id, quantity, price, currency) select claim, l, s.id, 1 + n % 3, s.unit_price + n % 2, 'GHS'
       from made cross join generate_series(1, 5) l join health_insurance.service s on s.code = $1 || (1 + (n + l * 3) % 20) where n <= $2`, [code, claims]);
    await client.query('set constraints all immediate');
    for (const table of SEEDED) await client.query(`alter table ${table} enable trigger user`);
    await client.query('commit');
  } finally {
    client.release();
  }
  await owner.query(`vacuum analyze ${SEEDED.join(', ')}`);
}

/** What the job would write for this plan, as somebody who knows the tables would write it: one look at the lines, and the rows of it. */
const BY_HAND = [
  `create temporary table found on commit drop as
   with page as materialized (select c.id from health_insurance.claim c join health_insurance.facility f on f.id = c.facility_id join people.organisation o on o.id = f.organisation_id where c.state = 'SUBMITTED' and o.code = $1 order by c.id limit ${AT_ONCE} for no key update of c),
   line as (
     select l.id as line_id, c.id as claim_id, c.person_id, c.visit_to, l.service_id, s.code, l.quantity, l.price, round(l.quantity * l.price, 2) as claimed, coalesce(p.unit_price, s.unit_price) as list, least(l.price, coalesce(p.unit_price, s.unit_price)) as unit,
       round(l.quantity * least(l.price, coalesce(p.unit_price, s.unit_price)), 2) as amount, v.policy_id, k.plan_version_id, k.id as cover_id, y.number as policy, g.code as plan,
       greatest(20 - coalesce((select sum(n.deductible) from health_insurance.consumption n where n.policy_id = v.policy_id and n.person_id = c.person_id and n.superseded_by is null), 0), 0) as left
     from page join health_insurance.claim c on c.id = page.id join health_insurance.claim_line l on l.claim_id = c.id join health_insurance.service s on s.id = l.service_id
     join health_insurance.facility_price_list f on f.facility_id = c.facility_id join health_insurance.price p on p.price_list_id = f.price_list_id and p.service_id = l.service_id
     join health_insurance.coverage v on v.person_id = c.person_id and v.days @> c.visit_to join health_insurance.policy y on y.id = v.policy_id join programmes.programme g on g.id = y.programme_id
     join health_insurance.plan_cover k on k.plan_version_id = y.plan_version_id and k.service_id = l.service_id),
   ranked as (select line.*, sum(amount) over (partition by claim_id order by code, price, quantity, line_id) as upto from line),
   taken as (select ranked.*, least(left_over.rest, upto) - least(left_over.rest, upto - amount) as ded from ranked cross join lateral (select ranked.left as rest) left_over)
   select taken.*, round((amount - ded) * 0.9, 2) as paid from taken`,
  `insert into health_insurance.claim_line_step (claim_id, line_id, adjudication, position, step, quantity_before, quantity_after, amount_before, amount_after, currency, facts)
   select f.claim_id, f.line_id, 1, s.position, s.step, f.quantity, f.quantity, s.before, s.after, 'GHS', s.facts from found f cross join lateral (values
     (6, 'price-list', f.claimed, f.claimed, jsonb_build_object('price', f.list::text, 'day', f.visit_to), true),
     (15, 'assign', f.claimed, f.claimed, jsonb_build_object('policy', f.policy, 'plan', f.plan, 'kind', 'SHARE', 'value', '0.9', 'origin', 'LIST'), true),
     (18, 'price', f.claimed, f.amount, jsonb_build_object('quantity', f.quantity::text, 'price', f.unit::text, 'asked', f.price::text, 'list', f.list::text, 'origin', 'LIST'), true),
     (20, 'deductible', f.amount, f.amount - f.ded, jsonb_build_object('most', '20', 'per', 'MEMBER', 'care', 'ANY', 'left', f.left::text, 'taken', f.ded::text), f.ded > 0),
     (21, 'co-insurance', f.amount - f.ded, f.paid, jsonb_build_object('share', '0.9', 'member', (f.amount - f.ded - f.paid)::text), f.amount > f.ded)) as s (position, step, before, after, facts, holds) where s.holds`,
  `insert into health_insurance.claim_line_result (claim_id, line_id, adjudication, person_id, service_id, on_day, policy_id, plan_version_id, plan_cover_id, price_origin, quantity, unit_price, claimed, rejected, deductible, member_share, over_ceiling, adjusted, paid, currency)
   select claim_id, line_id, 1, person_id, service_id, visit_to, policy_id, plan_version_id, cover_id, 'LIST', quantity, unit, claimed, claimed - amount, ded, amount - ded - paid, 0, paid, paid, 'GHS' from found`,
  `insert into health_insurance.consumption (claim_id, adjudication, policy_id, person_id, on_day, category, in_patient, deductible, paid, counted, currency)
   select claim_id, 1, policy_id, person_id, visit_to, 'OTHER', true, sum(ded), sum(paid), sum(paid), 'GHS' from found group by claim_id, policy_id, person_id, visit_to`,
  `update health_insurance.claim c set adjudications = 1, category = 'OTHER', checked_on = '2026-03-04', decided_on = '2026-03-04', state = 'VALUED', approved = d.paid from (select claim_id, sum(paid) as paid from found group by 1) d where d.claim_id = c.id`,
];

const timed = async (work) => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** What was written, so that both are seen to have done the same. */
async function written(owner, code) {
  const { rows: [found] } = await owner.query(
    `select count(distinct r.id)::int as results, sum(r.paid)::text as paid, sum(r.deductible)::text as deductible, (select count(*)::int from health_insurance.claim_line_step s where s.claim_id = any(array_agg(distinct r.claim_id))) as steps
     from health_insurance.claim_line_result r join health_insurance.claim c on c.id = r.claim_id join health_insurance.facility f on f.id = c.facility_id join people.organisation o on o.id = f.organisation_id where o.code = $1`, [code]);
  return JSON.stringify(found);
}

async function run() {
  const [{ healthInsurance }, { adjudicateWaiting }] = await Promise.all(['index.js', 'adjudication/adjudicate-claims.js'].map((file) => import(new URL(`../../modules/health-insurance/dist/${file}`, import.meta.url).href)));
  const { owner, platform } = await openRegistry({ ...options, modules: [healthInsurance] }, stops);
  const { inTransaction } = await core('kernel/write/transaction.js');
  const ctx = platform.context({ actor: platform.system('bench') });
  const results = [];
  for (const part of [4, 2, 1]) {
    const size = Math.round(CLAIMS / part);
    const names = ['H', 'K'].map((way) => `B${way}${part}-${Date.now() % 1_000_000}-`);
    const [byHand, byKinga] = names;
    await seed(owner, size, Math.round(INSURED / part / 2), byHand);
    const hand = await timed(async () => {
      for (let some = 1; some > 0; ) {
        some = await inTransaction(ctx, async (tx) => {
          let count = 0;
          for (const [at, text] of BY_HAND.entries()) {
            const { rowCount } = await tx.tx.query(text, at === 0 ? [byHand] : []);
            if (at === 0) count = rowCount;
            if (count === 0) break;
          }
          await tx.tx.query('drop table found');
          return count;
        });
      }
    });
    await seed(owner, size, Math.round(INSURED / part / 2), byKinga);
    const job = await timed(() => adjudicateWaiting.run(ctx, { until: 'VALUED' }, { progress: async () => undefined }));
    const [one, other] = [await written(owner, byHand), await written(owner, byKinga)];
    if (one !== other) throw new Error(`they differ: ${one} ${other}`);
    console.log(`${size} claims of five lines: by hand ${Math.round(size / hand)}/s, by the job ${Math.round(size / job)}/s, share ${(hand / job).toFixed(2)} (to reach: 0.25)`);
    results.push(...[['by hand', hand], ['kinga', job]].map(([system, seconds]) => ({ case: `${size} claims of five lines adjudicated`, system, value: Math.round(size / seconds), unit: 'claims/s' })));
  }
  if (options.write) console.log(`Written: ${await writeResults('claims', results, { claims: CLAIMS, insured: INSURED })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
