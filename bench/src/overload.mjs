import { openSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cases } from './cases/index.mjs';
import { openBenchDatabase } from './database.mjs';
import { startIssuer } from './issuer.mjs';
import { startOffering } from './overload/offering.mjs';
import { writeResults } from './report.mjs';
import { runAndStop } from './run-and-stop.mjs';
import { startSystem } from './systems/start.mjs';

const HELP = `Usage: node bench/src/overload.mjs [options]

  --seconds <n>   how long twice of what it can do is offered (60)
  --factor <n>    how many times what it can do (2)
  --idle <n>      seconds of rest before memory is looked at again (20)
  --case <name>   what is asked; may be given several times (person, persons, filtered, insert)
  --data <folder> keeps the seeded database there and uses it again
  --write         keeps the figures in results/overload.json
  --help`;
const { values: options } = parseArgs({ options: {
  seconds: { type: 'string', default: '60' }, factor: { type: 'string', default: '2' }, idle: { type: 'string', default: '20' },
  case: { type: 'string', multiple: true, default: ['person', 'persons', 'filtered', 'insert'] },
  data: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
} });
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

/** How many ask at once when what it can do is measured; as many as the other benches. */
const AT_ONCE = 8;
const MOST_TIMES_SLOWER = 5;
const MOST_MEMORY_KEPT = 1.25;

const stops = [];
const log = (text) => console.error(text);

async function run() {
  const seconds = Number(options.seconds);
  const dataDir = options.data ? resolve(options.data) : await temporaryFolder();
  const database = await openBenchDatabase(dataDir, stops, log, { households: 5_000, postings: 0 });
  const issuer = await startIssuer(dataDir);
  stops.push(() => issuer.stop());
  const server = await startSystem({
    name: 'kinga', file: 'kinga-server.mjs', // With a line for each request, as in production.
    env: { DATABASE_URL: database.appUrl, BENCH_JWKS: issuer.jwksUrl, BENCH_DATA: dataDir, LOG_LEVEL: 'info' }, execArgv: ['--expose-gc'], stderr: openSync(join(dataDir, 'server.log'), 'w'),
    headers: { authorization: `Bearer ${await issuer.token(null)}` },
  });
  stops.push(() => server.stop());
  const offering = startOffering({ url: server.url, headers: server.headers, bodies: await mixed(database.pool) });
  stops.push(() => offering.stop());

  const measured = Math.min(15, seconds);
  await offering.closed({ connections: AT_ONCE, seconds: measured });
  const alone = await offering.closed({ connections: 1, seconds: measured });
  const most = await offering.closed({ connections: AT_ONCE, seconds: measured });
  const before = await server.memory();
  const capacity = most.accepted / most.seconds;
  log(`it answers ${capacity.toFixed(0)} a second; ${(capacity * Number(options.factor)).toFixed(0)} a second are offered for ${seconds} s`);
  const loaded = await offering.open({ perSecond: capacity * Number(options.factor), seconds });
  const under = await server.memory();
  await wait(Number(options.idle) * 1000);
  const after = await server.memory();
  // What it can do afterwards: it has healed.
  const again = await offering.closed({ connections: AT_ONCE, seconds: measured });

  const figures = {
    capacityPerSecond: capacity, offeredPerSecond: loaded.sent / loaded.seconds, acceptedPerSecond: loaded.accepted / loaded.seconds, afterwardsPerSecond: again.accepted / again.seconds,
    byStatus: loaded.byStatus, refused: loaded.refused, refusedWithRetryAfter: loaded.refusedWithRetryAfter,
    p50: { unloadedMs: alone.p50, atOnceMs: most.p50, overloadedMs: loaded.p50 }, p99: { unloadedMs: alone.p99, atOnceMs: most.p99, overloadedMs: loaded.p99 },
    refusedP99Ms: loaded.refusedP99, p99Ratio: loaded.p99 / alone.p99, senderLateMs: loaded.lateMs, memoryMb: { before, under, after }, heapRatio: after.heap / before.heap, rssRatio: after.rss / before.rss,
  };
  console.log(JSON.stringify(figures, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value), 2));
  const missed = [
    ...(figures.p99Ratio < MOST_TIMES_SLOWER ? [] : [`p99 of what is accepted is ${figures.p99Ratio.toFixed(1)} times the unloaded; less than ${MOST_TIMES_SLOWER} is wanted`]),
    ...(loaded.accepted + loaded.refused === loaded.sent && loaded.refused === loaded.refusedWithRetryAfter ? [] : ['not all that was not accepted was refused with 429 or 503 and a Retry-After']),
    ...(figures.heapRatio < MOST_MEMORY_KEPT ? [] : [`its heap has not come back: ${figures.heapRatio.toFixed(2)} times what it was`]),
  ];
  console.log(missed.length === 0 ? 'All that is wanted is reached.' : `Not reached:\n${missed.map((text) => `  ${text}`).join('\n')}`);
  if (options.write) console.log(`Written: ${await writeResults('overload', [figures], { seconds, factor: Number(options.factor), cases: options.case })}`);
}

/** Bodies of all cases, in turn. */
async function mixed(pool) {
  const lists = await Promise.all(cases.filter(({ name }) => options.case.includes(name)).map(async (one) => (await one.inputs(pool)).map(one.systems.kinga.body)));
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.map((list) => list[index % list.length])).flat();
}

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'kinga-overload-'));
  await chmod(folder, 0o711);
  stops.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

await runAndStop(run, stops);
