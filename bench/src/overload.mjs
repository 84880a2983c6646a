import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * Sends a running server twice what it can do, at a steady rate, and tells what became of it:
 * `node bench/src/overload.mjs --url http://127.0.0.1:4000/graphql --token … --seconds 60 --pid <the server's>`.
 * Its rate limits must be out of the way (`limits.principalRate`), or 429 is all that is seen.
 */
const { values: given } = parseArgs({ options: {
  url: { type: 'string' }, token: { type: 'string' }, pid: { type: 'string' }, seconds: { type: 'string', default: '60' }, factor: { type: 'string', default: '2' },
  query: { type: 'string', default: '{ persons(first: 25) { nodes { id familyName givenName household { code } } } }' },
} });
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const body = JSON.stringify({ query: given.query });

function send() {
  const since = performance.now();
  return new Promise((resolve) => {
    const sent = request(given.url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...(given.token && { authorization: `Bearer ${given.token}` }) } }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode, retry: answer.headers['retry-after'], ms: performance.now() - since }));
    });
    sent.on('error', (error) => resolve({ status: error.code ?? 'error', ms: performance.now() - since }));
    sent.end(body);
  });
}

const quantile = (answers, share) => answers.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(answers.length * share)] ?? NaN;
const accepted = (answers) => answers.filter(({ status }) => status === 200);
const memory = () => (given.pid ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${given.pid}/status`, 'utf8'))?.[1]) / 1024 : NaN);

/** As many at once as are told, each going on when it is answered. */
async function closed(connections, seconds) {
  const answers = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => { while (performance.now() < end) answers.push(await send()); }));
  return answers;
}

/** So many a second, whether they are answered or not. */
async function open(perSecond, seconds) {
  const answers = [];
  const since = performance.now();
  for (let count = 0; performance.now() - since < seconds * 1000;) {
    const due = ((performance.now() - since) / 1000) * perSecond;
    for (; count < due; count += 1) answers.push(send());
    await wait(2);
  }
  return Promise.all(answers);
}

const seconds = Number(given.seconds);
await closed(4, 3);
const memoryBefore = memory();
const alone = await closed(1, Math.min(10, seconds));
const most = await closed(8, Math.min(10, seconds));
const capacity = accepted(most).length / Math.min(10, seconds);
const loaded = await open(capacity * Number(given.factor), seconds);
const memoryLoaded = memory();
await wait(Math.min(10, seconds) * 1000);
const byStatus = Object.fromEntries([...Map.groupBy(loaded, ({ status }) => status)].map(([status, all]) => [status, all.length]));
const refused = loaded.filter(({ status }) => status === 429 || status === 503);
console.log(JSON.stringify({
  capacityPerSecond: Math.round(capacity), sent: loaded.length, byStatus, refusedWithRetryAfter: refused.filter(({ retry }) => Number(retry) > 0).length,
  p99UnloadedMs: quantile(accepted(alone), 0.99), p99LoadedMs: quantile(accepted(loaded), 0.99), times: quantile(accepted(loaded), 0.99) / quantile(accepted(alone), 0.99),
  memoryMb: { before: memoryBefore, loaded: memoryLoaded, after: memory() },
}, null, 2));
agent.destroy();
