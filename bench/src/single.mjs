import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { mutate, openRegistry, publishedProgramme } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { seedInsured } from './seed/insured.mjs';

const HELP = `Usage: node bench/src/single.mjs [options]

What somebody waits for at a desk, by clients at once, through GraphQL: a claim of five lines that is entered, submitted and adjudicated; an enquiry
whether somebody is covered; an estimate of a pension over a history of forty years. How long each takes and how many SQL statements it
sends, which has to be the same each time. Build the modules first.

  --insured <n>    how many persons are insured, each household with a claim before (100000)
  --clients <n>    at once (16)
  --seconds <n>    for each (20)
  --data <folder>  keeps the database there; the next run adds to it
  --write          keeps the result in results/single.json`;

const { values: options } = parseArgs({ options: {
  insured: { type: 'string', default: '100000' }, clients: { type: 'string', default: '16' }, seconds: { type: 'string', default: '20' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
} });
const [INSURED, CLIENTS, SECONDS] = ['insured', 'clients', 'seconds'].map((name) => Number(options[name]));
const COUNTED = 10;
const MOST_PERSONS = 10_000;
const stops = [];

/** A scheme that looks back: 2 % of the mean of the best 36 months for each year, at least 50.00. */
const PENSION = [
  ['old_enough', 'ELIGIBILITY', 'person.age >= 60'], ['months_enough', 'ELIGIBILITY', 'person.contributions.months >= 120'], ['base', 'FORMULA', 'person.contributions.history.best(36, h, h.earnings)'],
  ['earned', 'FORMULA', 'rules.base * 0.02 * (person.contributions.months / 12)'], ['pension', 'AMOUNT', 'round(max(rules.earned, money("50.00")), money("0.01"), "HALF_UP")'],
].map(([code, kind, expression]) => ({ code, kind, expression }));

const ELIGIBILITY = `query ($input: EligibilityInput!) { eligibility(input: $input) { covered reasons { code } policies { number plan endsOn limits { kind per left { amount } } service { covered planPays { amount } memberPays { amount } } } } }`;
const ESTIMATE = `query ($scheme: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $scheme, people: $people) { outcome monthly { amount currency } reasons { code } } }`;

/** What each client does again and again: by name, given a number that nobody had before. */
async function operations({ owner, platform }) {
  const [{ runOperation }, { encodeId }] = await Promise.all(['kernel/server/run-operation.js', 'kernel/schema/ids.js'].map((file) => core(file)));
  const code = `S${Date.now() % 1_000_000_000}-`;
  await seedInsured(owner, { claims: 0, insured: INSURED, code });
  const { rows } = await owner.query("select p.id from people.person p join people.household h on h.id = p.household_id where h.code like $1 || '%' order by p.id limit $2", [code, MOST_PERSONS]);
  const person = (n) => encodeId('person', rows[(n * 7919) % rows.length].id);
  const scheme = await publishedProgramme(platform, PENSION, { scheme: 'pensions', benefitType: 'pension', target: 'PERSON' });
  const write = (...rest) => mutate(platform, scheme.permissions, ...rest);
  const ask = async (query, variables) => {
    const actor = { ...platform.actorOf({ id: 'bench@example.org', roles: [], permissions: scheme.permissions, places: null }) };
    const { data, errors } = await runOperation(platform.context({ actor }), query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const lines = (n) => [1, 2, 3, 4, 5].map((l) => ({ serviceCode: `${code}${1 + ((n + l * 3) % 20)}`, quantity: String(1 + (n % 3)), price: '8.50' }));
  return {
    'a claim entered, submitted and adjudicated': async (n) => {
      const { claim: { id } } = await write('claimEnter', 'ClaimEnterInput', { idempotencyKey: randomUUID(), facilityCode: code, personId: person(n), visitFrom: '2026-03-02', claimedOn: '2026-03-03', diagnosisCode: code, lines: lines(n) }, 'claim { id }');
      await write('claimSubmit', 'ClaimSubmitInput', { ids: [id] }, 'claims { id }');
      const { claims: [{ state }] } = await write('claimsAdjudicate', 'ClaimsAdjudicateInput', { ids: [id] }, 'claims { state approved { amount } }');
      if (state !== 'VALUED') throw new Error(`a claim is ${state}`);
    },
    'an eligibility enquiry': async (n) => {
      const { eligibility: { covered } } = await ask(ELIGIBILITY, { input: { personId: person(n), on: '2026-06-01', serviceCode: `${code}${1 + (n % 20)}`, facilityCode: code } });
      if (!covered) throw new Error('somebody is not covered');
    },
    'a pension estimate': async (n) => {
      const history = Array.from({ length: 40 }, (_, year) => ({ month: `${1986 + year}-01-01`, to: `${1986 + year}-12-01`, earnings: `${200 + year * 11 + (n % 500)}.00` }));
      const { pensionEstimates: [{ outcome }] } = await ask(ESTIMATE, { scheme: scheme.id, people: [{ birthDate: '1960-02-01', sex: 'FEMALE', claimOn: '2026-06-01', history }] });
      if (outcome !== 'ELIGIBLE') throw new Error(`an estimate is ${outcome}`);
    },
  };
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Milliseconds of each, sorted: clients at once, each one after the other. */
async function times(one, first) {
  const until = performance.now() + SECONDS * 1000;
  const found = [];
  let n = first;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < until) {
      const at = performance.now();
      await one((n += 1));
      found.push(performance.now() - at);
    }
  }));
  return found.sort((a, b) => a - b);
}

async function run() {
  const modules = (await Promise.all(['health-insurance', 'pensions'].map((module) => import(new URL(`../../modules/${module}/dist/index.js`, import.meta.url).href)))).map(({ healthInsurance, pensions }) => healthInsurance ?? pensions);
  const registry = await openRegistry({ data: options.data, poolSize: CLIENTS, modules }, stops);
  const results = [];
  for (const [name, one] of Object.entries(await operations(registry))) {
    await one(0);
    const counts = new Set();
    const counted = async (from) => {
      for (let n = from; n < from + COUNTED; n += 1) counts.add((await registry.statements.during(() => one(n))).statements.length);
    };
    await counted(1);
    const sorted = await times(one, COUNTED);
    await counted(COUNTED + sorted.length + 1);
    if (counts.size !== 1) throw new Error(`${name} sends now so many statements and now so many: ${[...counts].join(', ')}`);
    const [statements] = counts;
    const [p50, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)].map((value) => Number(value.toPrecision(3)));
    console.log(`${name}: p50 ${p50} ms, p95 ${p95} ms, ${(sorted.length / SECONDS).toFixed(1)}/s by ${CLIENTS} clients, ${statements} SQL statements each time`);
    results.push({ case: name, system: 'kinga', value: p50, unit: 'ms', p50, p95, statements, perSecond: Number((sorted.length / SECONDS).toPrecision(3)) });
  }
  if (options.write) console.log(`Written: ${await writeResults('single', results, { insured: INSURED, clients: CLIENTS })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
