import { parseArgs } from 'node:util';
import { core } from './core.mjs';
import { openRegistry, publishedProgramme, seedHouseholds } from './household-registry.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';

const HELP = `Usage: node bench/src/simulation.mjs [options]

How long it takes to try a version on the registry against the one in force, without storing decisions: rules over five facts, one of them a
count over members, with breakdowns by district, by sex of the head and by age band.

  --households <n>  how many, with four members each (1000000)
  --data <folder>   keeps the database there; the next run uses what it has
  --write           keeps the result in results/simulation.json`;

const { values: options } = parseArgs({
  options: { households: { type: 'string', default: '1000000' }, data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const HOUSEHOLDS = Number(options.households);
const stops = [];
const log = (text) => console.error(text);

const rules = (least, grant) => [
  { code: 'children', kind: 'FORMULA', expression: 'household.members.filter(m, m.age < 18).size()' },
  { code: 'has_children', kind: 'ELIGIBILITY', expression: `rules.children >= ${least} && household.head.age >= 18` },
  { code: 'head_lives', kind: 'EXCLUSION', expression: 'household.head.deathDate != null' },
  { code: 'women_first', kind: 'PRIORITY', expression: 'household.head.sex == "FEMALE" ? 2 : 1' },
  { code: 'grant', kind: 'AMOUNT', expression: `money("${grant}") * rules.children + (household.head.age >= 60 ? money("5.00") : money("0.00"))` },
];

async function run() {
  const { owner, platform } = await openRegistry(options, stops);
  await seedHouseholds(owner, HOUSEHOLDS);
  const { ask, drafted } = await publishedProgramme(platform, rules(1, '10.00'));
  const draft = await drafted('2030-01-01', rules(2, '12.00'));
  const breakdowns = [{ code: 'DISTRICT', placeLevel: 'district' }, { code: 'SEX', expression: 'household.head.sex' }, { code: 'AGE', expression: 'household.head.age', bands: ['18', '30', '45', '60'] }];
  const { simulate } = await core('programmes/simulation/simulate-job.js');
  const { uuidOf } = await core('kernel/schema/ids.js');
  const times = [];
  for (const [name, input] of [['against the version in force, three breakdowns', { versionId: draft.id, breakdowns }], ['against the version in force, none', { versionId: draft.id }]]) {
    const { report } = await ask('programmeSimulate', 'ProgrammeSimulateInput', input, 'report { id }');
    const start = performance.now();
    await simulate.run(platform.context({ actor: platform.system() }), { reportId: uuidOf('simulation', report.id) }, { progress: async (at, of) => { if (at % 100_000 === 0) log(`${at} of ${of}`); } });
    const seconds = (performance.now() - start) / 1000;
    const { rows: [all] } = await owner.query("select assessed, gainers, losers, unchanged, newly_in, newly_out, neither, failed, cost_before::text, cost_after::text from programmes.simulation_row where breakdown = 'TOTAL' order by created_at desc limit 1");
    console.log(`${name}: ${all.assessed} households in ${seconds.toFixed(1)} s, ${Math.round(all.assessed / seconds)} a second\n  ${JSON.stringify(all)}`);
    times.push({ case: name, system: 'kinga', value: Math.round(seconds * 10) / 10, unit: 's' });
  }
  if (options.write) console.log(`Written: ${await writeResults('simulation', times, { households: HOUSEHOLDS })}`);
}

if (options.help) console.log(HELP);
else await runAndStop(run, stops);
