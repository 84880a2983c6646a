import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { openRegistry } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { seedInsured } from './seed/insured.mjs';

const HELP = `Usage: node bench/src/claims.mjs [options]

Claims of five lines a second that are checked and valued by the job, with every step's effect on every line; next to statements that somebody wrote by hand for just
this plan, which write the same rows. At a quarter, half and the whole size. Build the modules first.

  --claims <n>      how many claims (100000)
  --insured <n>     how many persons are insured (1000000)
  --parts <list>    by what both are divided, one after the other (4,2,1)
  --data <folder>   keeps the database there
  --write           keeps the result in results/claims.json`;

const { values: options } = parseArgs({
  options: { claims: { type: 'string', default: '100000' }, insured: { type: 'string', default: '1000000' }, parts: { type: 'string', default: '4,2,1' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const CLAIMS = Number(options.claims);
const INSURED = Number(options.insured);
const AT_ONCE = 1000;
const stops = [];

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
     from health_insurance.claim_line_result r join health_insurance.claim c on c.id = r.claim_id join health_insurance.facility f on f.id = c.facility_id join people.organisation o on o.id = f.organisation_id where o.code = $1 and c.state = 'VALUED'`, [code]);
  return JSON.stringify(found);
}

async function run() {
  const [{ healthInsurance }, { adjudicateWaiting }] = await Promise.all(['index.js', 'adjudication/adjudicate-claims.js'].map((file) => import(new URL(`../../modules/health-insurance/dist/${file}`, import.meta.url).href)));
  const { owner, platform } = await openRegistry({ ...options, modules: [healthInsurance] }, stops);
  const { inTransaction } = await core('kernel/write/transaction.js');
  const ctx = platform.context({ actor: platform.system('bench') });
  const results = [];
  for (const part of options.parts.split(',').map(Number)) {
    const size = Math.round(CLAIMS / part);
    const names = ['H', 'K'].map((way) => `B${way}${part}-${Date.now() % 1_000_000}-`);
    const [byHand, byKinga] = names;
    await seedInsured(owner, { claims: size, insured: Math.round(INSURED / part / 2), code: byHand });
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
    await seedInsured(owner, { claims: size, insured: Math.round(INSURED / part / 2), code: byKinga });
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
