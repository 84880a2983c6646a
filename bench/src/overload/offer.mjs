import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** The process that sends. What it tells of an answer is kept in numbers alone, so that it stays out of the way of the server. */
const [{ url, headers, bodies }] = await once(process, 'message');
/** Clients, and proxies in front, keep connections: they are open before more is offered than can be done. */
const CONNECTIONS = 256;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS, noDelay: true });
let next = 0;

function send(told) {
  const body = bodies[(next += 1) % bodies.length];
  const since = performance.now();
  told.sent += 1;
  return new Promise((resolve) => {
    const end = (status, ms, retry) => {
      told.byStatus[status] = (told.byStatus[status] ?? 0) + 1;
      if (status === 200) told.accepted.push(ms);
      else if (status === 429 || status === 503) {
        told.refused.push(ms);
        if (Number(retry) > 0) told.refusedWithRetryAfter += 1;
      }
      resolve();
    };
    const sent = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => { text += piece; }).on('end', () => {
        const wrong = answer.statusCode === 200 && (text.includes('"errors":') || text.includes('"userErrors":[{'));
        end(wrong ? `200 with ${text.slice(0, 200)}` : answer.statusCode, performance.now() - since, answer.headers['retry-after']);
      });
    });
    sent.on('error', (error) => end(error.code ?? 'error', performance.now() - since));
    sent.end(body);
  });
}

const kinds = {
  /** As many at once as are told, each going on when it is answered. */
  async closed(told, { connections, seconds }) {
    const end = performance.now() + seconds * 1000;
    await Promise.all(Array.from({ length: connections }, async () => { while (performance.now() < end) await send(told); }));
  },
  /** So many a second, whether they are answered or not. */
  async open(told, { perSecond, seconds }) {
    const since = performance.now();
    const all = [];
    let turn = since;
    for (let count = 0; performance.now() - since < seconds * 1000;) {
      const now = performance.now();
      told.lateMs = Math.max(told.lateMs, now - turn);
      turn = now;
      for (const due = ((now - since) / 1000) * perSecond; count < due; count += 1) all.push(send(told));
      await wait(1);
    }
    await Promise.all(all);
  },
};

/** Just before they are used: a server closes those that rest for long. */
function openConnections() {
  return Promise.all(Array.from({ length: CONNECTIONS }, () => new Promise((resolve, reject) => {
    request(new URL('/health/live', url), { agent }, (answer) => answer.resume().on('end', resolve)).on('error', reject).end();
  })));
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

process.on('message', async (order) => {
  const told = { sent: 0, byStatus: {}, accepted: [], refused: [], refusedWithRetryAfter: 0, lateMs: 0 };
  if (order.kind === 'open') await openConnections();
  const since = performance.now();
  await kinds[order.kind](told, order);
  const [accepted, refused] = [told.accepted, told.refused].map((times) => times.sort((a, b) => a - b));
  process.send({
    ...told, seconds: (performance.now() - since) / 1000, accepted: accepted.length, refused: refused.length,
    p50: quantile(accepted, 0.5), p99: quantile(accepted, 0.99), refusedP99: quantile(refused, 0.99),
  });
});
