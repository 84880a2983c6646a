import { afterAll, beforeAll, describe, expect } from 'vitest';
import { allowances, type Allowances } from '../../src/kernel/surface/allowances.js';
import { limited } from '../../src/kernel/surface/limited.js';
import { startServer, type RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';
import { ask, post, served, type Answer } from './testing/over-http.js';

let test: TestPlatform;
let server: RunningServer;
const tokens = { costly: '', cheap: '', other: '' };
// Buckets that fill so slowly that the time a test takes makes no difference.
const SLOWLY = 0.001;
beforeAll(async () => {
  test = await startTestPlatform({ workers: false, limits: { principalRate: { capacity: 2_000, perSecond: SLOWLY }, addressRate: { capacity: 1_000_000, perSecond: SLOWLY } } });
  server = await test.serve();
  for (const name of ['costly', 'cheap', 'other'] as const) tokens[name] = await test.token({ name, role: 'registrar' });
});
afterAll(() => test?.stop());

const costly = (token: string): Promise<Answer> => ask(server, '{ places(first: 100) { nodes { id } } }', {}, { token });
const cheap = (token: string): Promise<Answer> => ask(server, '{ places(first: 1) { nodes { id } } }', {}, { token });
const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** How many of many takings of 1 are granted by processes that share a bucket. */
async function granted(processes: readonly Allowances[], of: string, takings: number, more: { readonly capacity: number; readonly block?: number }): Promise<number> {
  const { capacity, ...block } = more;
  const waits = await times(takings, (index) => processes[index % processes.length]!.take([{ of, cost: 1, rate: { capacity, perSecond: SLOWLY }, ...block }]));
  return waits.filter((wait) => wait === undefined).length;
}

const twoProcesses = (): Allowances[] => [allowances({ pool: test.pool, log: test.platform.log }), allowances({ pool: test.pool, log: test.platform.log })];

describe('by cost', () => {
  attack('50 costly operations of one principal', {
    blocked: async () => {
      const answers = await times(50, () => costly(tokens.costly));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(25);
      for (const { codes, headers } of refused) {
        expect(codes).toEqual(['RATE_LIMITED']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
    },
    twin: async () => (await times(50, () => cheap(tokens.cheap))).forEach(served),
  });
  attack('going on with another address of the same token', {
    blocked: async () => expect((await ask(server, '{ places(first: 100) { nodes { id } } }', {}, { token: tokens.costly, headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(429),
    twin: async () => served(await costly(tokens.other)),
  });
  attack('costs hidden in fifteen aliases', {
    blocked: async () => {
      const query = `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: places(first: 90) { nodes { id } }`).join(' ')} }`;
      const token = await test.token({ name: 'aliases', role: 'registrar' });
      expect((await times(3, () => ask(server, query, {}, { token }))).filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(2);
    },
    twin: async () => served(await ask(server, '{ a: places(first: 90) { nodes { id } } b: places(first: 90) { nodes { id } } }', {}, { token: await test.token({ name: 'two aliases', role: 'registrar' }) })),
  });
  attack('a flood of what is refused', {
    blocked: async () => {
      const sent = await test.statementsOf(async () => void (await times(30, () => costly(tokens.costly))));
      expect(sent.filter((text) => text.includes('take_allowance')).length).toBeLessThan(5);
    },
    twin: async () => {
      const one = await test.token({ name: 'one statement', role: 'registrar' });
      const sent = await test.statementsOf(async () => { for (let count = 0; count < 10; count += 1) await cheap(one); });
      expect(sent.filter((text) => text.includes('take_allowance')).length).toBeLessThanOrEqual(2);
    },
  });
});

describe('over two processes', () => {
  attack('the limit once from each', {
    blocked: async () => expect(await granted(twoProcesses(), 'strict', 60, { capacity: 20 })).toBe(20),
    twin: async () => expect(await granted(twoProcesses(), 'few', 20, { capacity: 20 })).toBe(20),
  });
  attack('the limit once from each, where blocks are reserved', {
    blocked: async () => expect(await granted(twoProcesses(), 'blocks', 300, { capacity: 100, block: 5 })).toBeLessThanOrEqual(100),
    // At most a block for each process lies idle.
    twin: async () => expect(await granted(twoProcesses(), 'blocks too', 300, { capacity: 100, block: 5 })).toBeGreaterThanOrEqual(90),
  });
  attack('waiting less than it takes to fill', {
    blocked: async () => {
      const [one] = twoProcesses();
      await granted([one!], 'refill', 10, { capacity: 10 });
      expect(await granted(twoProcesses(), 'refill', 1, { capacity: 10 })).toBe(0);
    },
    twin: async () => {
      await granted(twoProcesses(), 'refilled', 10, { capacity: 10 });
      await test.pool.query("update kernel.allowance set at = at - interval '3000 s'");
      expect(await granted(twoProcesses(), 'refilled', 10, { capacity: 10 })).toBe(3);
    },
  });
});

describe('guessing', () => {
  attack('an eleventh try against one name', {
    blocked: async () => {
      const tried = await Promise.allSettled(Array.from({ length: 11 }, () => limited(test, 'sign-in', { of: 'asha', most: 10, inSeconds: 1e6 })));
      const refused = tried.filter((each) => each.status === 'rejected');
      expect(refused.map(({ reason }) => (reason as { extensions: object }).extensions)).toMatchObject([{ code: 'RATE_LIMITED', http: { status: 429 } }]);
    },
    twin: () => limited(test, 'sign-in', { of: 'kofi', most: 10, inSeconds: 1e6 }),
  });
  attack('wrong tokens without end', {
    blocked: async () => {
      const own = await startedAlone();
      const answers: Answer[] = [];
      const guess = async (): Promise<number> => (answers.push(await ask(own, '{ __typename }', {}, { token: 'nobody' })), answers.at(-1)?.status ?? 0);
      for (let count = 0; count < 60; count += 1) await guess();
      // Nobody waits for what a guess costs to be counted.
      await expect.poll(guess, { timeout: 10_000 }).toBe(429);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    },
    twin: async () => served(await ask(server, '{ __typename }', {}, { token: tokens.cheap })),
  });
  attack('malformed bodies without end', {
    blocked: async () => {
      const own = await startedAlone();
      const answers: Answer[] = [];
      for (let count = 0; count < 60; count += 1) answers.push(await post(own, '{'));
      await expect.poll(async () => (await post(own, '{')).status, { timeout: 10_000 }).toBe(429);
      expect(answers.every(({ status }) => status === 400 || status === 429)).toBe(true);
    },
    twin: async () => served(await post(server, '{"query":"{ __typename }"}')),
  });
});

/** Another process on the same database, with a small bucket for the address, emptied of what others took. */
async function startedAlone(): Promise<RunningServer> {
  await test.pool.query('delete from kernel.allowance');
  const { limits } = test.platform;
  const small = { ...test.platform, limits: { ...limits, addressRate: { capacity: 800, perSecond: SLOWLY } }, allowances: allowances({ pool: test.pool, log: test.platform.log }) };
  const started = await startServer({ ...small, context: (of: Parameters<typeof test.platform.context>[0]) => ({ ...test.platform.context(of), platform: small as never }) } as never, { port: 0, development: true, verify: () => Promise.reject(new Error('nobody')) });
  servers.push(started);
  return started;
}
const servers: RunningServer[] = [];
afterAll(async () => { for (const each of servers) await each.stop(); });
