import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cycleByHand } from './cash-cycle/by-hand.mjs';
import { cycleByKinga } from './cash-cycle/by-kinga.mjs';
import { cashProgramme, ON, seedSurvey, survey } from './cash-cycle/programme.mjs';
import { core } from './core.mjs';
import { openRegistry, seedHouseholds } from './household-registry.mjs';
import { rowsPaid } from './payments/run.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { watched } from './watched.mjs';

const HELP = `Usage: node bench/src/cash-cycle.mjs [options]

A cash cycle from targeting to files: all households of a registry are judged by a proxy means test (a scorecard of coefficients, cut-offs by
region), ranked, enrolled as places allow; what they are owed for a cycle is determined; a payment run is made, approved and sent. Households of
the registry a second, next to set-based SQL that somebody wrote by hand for just this programme: it writes the same rows into the same tables,
whose guards hold for both, and its files by COPY. Build the modules first.

  --households <list>  sizes of the registry, from the smallest on (250000,500000,1000000)
  --batch <n>          payments of a batch (10000)
  --data <folder>      keeps the database there; sizes that are smaller than what it has are refused
  --write              keeps the result in results/cash-cycle.json`;

const { values: options } = parseArgs({
  options: { households: { type: 'string', default: '250000,500000,1000000' }, batch: { type: 'string', default: '10000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const SIZES = options.households.split(',').map(Number).sort((one, other) => one - other);
const BATCH = Number(options.batch);
const stops = [];

/** What each of the two decided, wrote and owes, which has to be the same of every household. */
async function differing(owner, one, other) {
  const { rows: [found] } = await owner.query(`
    with side as (select d.programme_id = $1 as first, d.household_id, d.kind, d.outcome, d.reasons, d.priority, d.amount, d.facts, d.rule_values, e.state, o.amount as owed, r.state as determined
      from programmes.decision d left join programmes.enrolment e on e.id = d.enrolment_id left join programmes.entitlement o on o.decision_id = d.id left join programmes.determination r on r.decision_id = d.id where d.programme_id in ($1, $2))
    select count(*)::int as n, min(to_jsonb(a)::text || ' ' || to_jsonb(b)::text) as example from (select * from side where first) a full join (select * from side where not first) b using (household_id, kind)
    where a is null or b is null or (to_jsonb(a) - 'first') <> (to_jsonb(b) - 'first')`, [one.uuid, other.uuid]);
  return found.n === 0 ? undefined : `${found.n} decisions differ, such as ${found.example}`;
}

/** What a statement would find after a night: where the tables have grown, the database has looked at them. */
const restOf = (owner) => async () => { await owner.query('vacuum analyze programmes.enrolment, programmes.enrolment_step, programmes.decision, programmes.determination, programmes.entitlement'); };

async function measure(owner, platform, households) {
  const rest = restOf(owner);
  const [one, other] = [await cashProgramme(platform, households, `HAND-${Date.now()}`), await cashProgramme(platform, households, `KINGA-${Date.now()}`)];
  const hand = await cycleByHand(owner, one, rest, BATCH);
  const kinga = await watched(() => cycleByKinga(platform, owner, other, rest));
  const differs = await differing(owner, one, other);
  const [here, there] = [await rowsPaid(owner, { id: one.uuid }), await rowsPaid(owner, { id: other.uuid })];
  if (differs || here !== there || hand.lines !== kinga.lines) throw new Error(`they did not write the same: ${differs ?? ''}; by hand ${here}, ${hand.lines} lines; kinga ${there}, ${kinga.lines} lines`);
  return { hand, kinga };
}

const sum = ({ seconds }) => Object.values(seconds).reduce((all, each) => all + each, 0);
const told = (seconds) => Object.entries(seconds).map(([name, each]) => `${name} ${each.toFixed(1)} s`).join(', ');

async function run() {
  const { cashTransfers } = await import(new URL('../../modules/cash-transfers/dist/index.js', import.meta.url).href);
  const { owner, platform } = await openRegistry({ ...options, modules: [cashTransfers, await survey()], settings: { transactions: { batchSize: BATCH } }, today: ON }, stops);
  await mkdir(join(platform.dataDir, 'payments'), { recursive: true });
  const results = [];
  for (const households of SIZES) {
    await seedHouseholds(owner, households);
    const { rows: [{ count }] } = await owner.query('select count(*)::int from people.household');
    if (count !== households) throw new Error(`the registry has ${count} households: leave out ${households}, or take another folder`);
    await seedSurvey(owner);
    const { hand, kinga } = await measure(owner, platform, households);
    const [byHand, byKinga] = [sum(hand), sum(kinga)];
    console.log(`${households} households, ${kinga.payees} of them paid\n  by hand  ${Math.round(households / byHand)} a second (${told(hand.seconds)}; of that ${told(hand.parts)})`);
    console.log(`  kinga    ${Math.round(households / byKinga)} a second (${told(kinga.seconds)}; of that ${told(kinga.parts)}), at most ${kinga.mb} MB`);
    console.log(`  share of what is written by hand: ${(byHand / byKinga).toFixed(2)} (${Object.keys(hand.seconds).map((name) => `${name} ${(hand.seconds[name] / kinga.seconds[name]).toFixed(2)}`).join(', ')}; to reach: 0.4)`);
    const row = { case: `${households} households`, unit: 'households/s' };
    results.push({ ...row, system: 'by hand', value: Math.round(households / byHand), seconds: hand.seconds },
      { ...row, system: 'kinga', value: Math.round(households / byKinga), share: Number((byHand / byKinga).toFixed(3)), mb: kinga.mb, seconds: kinga.seconds });
  }
  const { verifyLedger } = await core('transactions/checks/verify-ledger.js');
  const { findings } = await verifyLedger(owner);
  if (findings.length > 0) throw new Error(`the books are not right: ${JSON.stringify(findings[0])}`);
  if (options.write) console.log(`Written: ${await writeResults('cash-cycle', results, { batch: BATCH })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
