import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { cpuBetween, cpuOf } from './cpu.mjs';

const FEWEST = 20;
const LONGEST = 4;

/** The process that sends: told what to send to whom and for how long, it answers what came back. */
process.on('message', async (order) => process.send(await load(order)));
process.on('disconnect', () => process.exit());

async function load({ url, headers, bodies, seconds, connections, pid, databasePid }) {
  const faults = [];
  let times = [];
  let client = 0;
  const began = Promise.withResolvers();
  const instance = autocannon({
    url, headers, connections, method: 'POST', duration: 3600, timeout: 30,
    // Each connection begins elsewhere in the list.
    setupClient: (one) => one.setRequests(rotate(bodies, Math.floor((client++ * bodies.length) / connections)).map((body) => ({ body }))),
    verifyBody: (body) => isAnswer(body) || faults.push(body.slice(0, 300)) === 0,
  });
  instance.on('response', (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds);
    if (status !== 200) faults.push(`status ${status}`);
    began.resolve();
  });
  instance.on('reqError', (error) => {
    faults.push(String(error));
    began.resolve();
  });
  await began.promise;
  // Pools let go of connections that rested; let them come back.
  await sleep(seconds * 250);
  times = [];
  const before = cpuOf(pid, databasePid);
  const begin = performance.now();
  await sleep(seconds * 1000);
  // What answers slowly gets more time, or one answer more or less would decide.
  while (times.length < FEWEST && performance.now() - begin < seconds * 1000 * LONGEST) await sleep(50);
  const elapsed = (performance.now() - begin) / 1000;
  const cpu = cpuBetween(before, cpuOf(pid, databasePid));
  const sorted = times.toSorted((a, b) => a - b);
  instance.stop();
  await instance;
  const requests = Math.max(sorted.length, 1);
  return { perSecond: sorted.length / elapsed, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), nodeCpu: cpu.node / requests, databaseCpu: cpu.database / requests, faults };
}

function rotate(list, by) {
  return [...list.slice(by), ...list.slice(0, by)];
}

/** GraphQL tells faults under status 200 too, and Kinga its refusals beside data. */
function isAnswer(body) {
  return !body.includes('"errors":') && !body.includes('"userErrors":[{');
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
