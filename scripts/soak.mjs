import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Usage: npm run soak -- [options]

Looks longer than the tests do: payment runs whose process and database are killed again and again, then every property test from other seeds.

  --kills <n>   how often the process is killed; its database a tenth as often (100)
  --rounds <n>  rounds over all property tests, each from a seed of its own (1)
  --seed <n>    the first seed (by chance)

Each part says its seed; KINGA_PROPERTY_SEED=<seed> npx vitest run <path> shows it again.`;

const { values: options } = parseArgs({ options: { kills: { type: 'string', default: '100' }, rounds: { type: 'string', default: '1' }, seed: { type: 'string' }, help: { type: 'boolean', default: false } } });
const first = Number(options.seed ?? Date.now() % 1_000_000_000);
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

function run(paths, environment) {
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...paths], { stdio: 'inherit', env: { ...process.env, ...environment } });
  return status === 0;
}

/** Test files that draw their cases. */
const drawn = () => globSync('{core,plugin-sdk,modules/*,examples/*}/{src,test}/**/*.test.ts').filter((file) => !file.includes('node_modules') && /from 'fast-check'|propertySeed/.test(readFileSync(file, 'utf8')) && !file.includes('transactions/fire'));

if (options.help) console.log(HELP);
else {
  const passed = [run(['core/test/transactions/fire'], { KINGA_FIRE_KILLS: options.kills, KINGA_PROPERTY_SEED: String(first) })];
  for (let round = 0; round < Number(options.rounds); round += 1) passed.push(run(drawn(), { KINGA_PROPERTY_SEED: String(first + round), KINGA_SPLIT_RUNS: '100000' }));
  console.log(`seed ${first}: ${passed.every(Boolean) ? 'all of it passed' : 'something failed'}`);
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}
