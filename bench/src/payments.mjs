import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { core } from './core.mjs';
import { openRegistry, seedHouseholds } from './household-registry.mjs';
import { DUE, payByHand, payByKinga, rowsPaid } from './payments/run.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { watched } from './watched.mjs';

const HELP = `Usage: node bench/src/payments.mjs [options]

A payment run from entitlements to instructions, ledger postings and files: payees a second, next to set-based SQL that somebody wrote by hand
for just this run. It writes the same rows into the same tables, batch by batch as well, and its files by COPY.

  --payees <list>   sizes, one after the other (250000,500000,1000000)
  --batch <n>       payments of a batch (10000)
  --data <folder>   keeps the database there; the next run uses what it has
  --write           keeps the result in results/payments.json`;

const { values: options } = parseArgs({
  options: { payees: { type: 'string', default: '250000,500000,1000000' }, batch: { type: 'string', default: '10000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const SIZES = options.payees.split(',').map(Number);
const BATCH = Number(options.batch);
const stops = [];

/** A programme that owes the heads of so many households something. */
async function owing(owner, payees) {
  const [id, code] = [uuidv7(), `PAY-${Date.now()}`];
  const client = await owner.connect();
  try {
    await client.query(`insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values ($1, $2, 'Bench', 'bench', 'HOUSEHOLD', 'GHS', '2020-01-01')`, [id, code]);
    await client.query('alter table programmes.enrolment disable trigger user; alter table programmes.entitlement disable trigger user');
    await client.query(`insert into programmes.enrolment (id, programme_id, household_id, place_id, state, enrolled_on, state_on)
      select kernel.uuid7(), $1, h.id, h.place_id, 'ENROLLED', '2026-01-01', '2026-01-01' from (select * from people.household where head_id is not null order by id limit $2) h`, [id, payees]);
    await client.query(`insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
      select kernel.uuid7(), $1, e.id, h.head_id, e.place_id, '2026-01-01', '2026-02-28', $2, 64 + (row_number() over (order by e.id)) % 4 * 12, 'GHS', 'BENCH', '{}', '{}'
      from programmes.enrolment e join people.household h on h.id = e.household_id where e.programme_id = $1`, [id, DUE]);
    await client.query('alter table programmes.enrolment enable trigger user; alter table programmes.entitlement enable trigger user');
    await client.query('analyze programmes.enrolment, programmes.entitlement');
    return { id, code };
  } finally {
    client.release();
  }
}

async function run() {
  const { owner, platform } = await openRegistry({ ...options, settings: { transactions: { batchSize: BATCH } } }, stops);
  const living = Math.ceil(Math.max(...SIZES) * 1.05);
  await seedHouseholds(owner, living);
  await mkdir(join(platform.dataDir, 'payments'), { recursive: true });
  const client = await owner.connect();
  await client.query("alter table people.person disable trigger user; update people.person set death_date = null where death_date is not null; alter table people.person enable trigger user");
  client.release();
  const results = [];
  for (const payees of SIZES) {
    const [one, other] = [await owing(owner, payees), await owing(owner, payees)];
    const hand = await payByHand(owner, one, payees, BATCH);
    const kinga = await watched(() => payByKinga(platform, other, payees));
    const [here, there] = [await rowsPaid(owner, one), await rowsPaid(owner, other)];
    if (here !== there || hand.lines !== kinga.lines) throw new Error(`they did not write the same: by hand ${here}, ${hand.lines} lines; kinga ${there}, ${kinga.lines} lines`);
    const told = ({ seconds }) => Object.entries(seconds).map(([name, each]) => `${name} ${each.toFixed(1)} s`).join(', ');
    const share = hand.all / kinga.all;
    console.log(`${payees} payees\n  by hand  ${Math.round(payees / hand.all)} a second (${told(hand)})\n  kinga    ${Math.round(payees / kinga.all)} a second (${told(kinga)}), at most ${kinga.mb} MB\n  share of what is written by hand: ${share.toFixed(2)} (to reach: 0.5)`);
    results.push({ case: `${payees} payees`, system: 'by hand', value: Math.round(payees / hand.all), unit: 'payees/s', seconds: hand.seconds }, { case: `${payees} payees`, system: 'kinga', value: Math.round(payees / kinga.all), unit: 'payees/s', share: Number(share.toFixed(3)), mb: kinga.mb, seconds: kinga.seconds });
  }
  const { verifyLedger } = await core('transactions/checks/verify-ledger.js');
  const { findings } = await verifyLedger(owner);
  if (findings.length > 0) throw new Error(`the books are not right: ${JSON.stringify(findings[0])}`);
  if (options.write) console.log(`Written: ${await writeResults('payments', results, { batch: BATCH })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
