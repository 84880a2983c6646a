import { setTimeout as wait } from 'node:timers/promises';
import { request, type ClientRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { granting } from '../access/testing/granting.js';
import { attack } from './testing/attack.js';
import { ask, refused, served, type Answer } from './testing/over-http.js';
import { perSecond, QUERY, serversOf, until, type Servers } from './testing/servers.js';

let test: TestPlatform;
let token: string;
let servers: Servers;
let process: Servers['process'];
let another: Servers['another'];
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  token = await test.token({ role: 'registrar' });
  servers = serversOf(test);
  ({ process, another } = servers);
});
afterAll(async () => {
  await servers?.stop();
  await test?.stop();
});

/** One after the other. */
async function inTurn<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let index = 0; index < count; index += 1) all.push(await work(index));
  return all;
}
const statuses = (answers: readonly { readonly status: number }[]): number[] => answers.map(({ status }) => status);
const metric = async (text: string): Promise<number> => Number(new RegExp(`^${text.replace(/[{}"]/g, '\\$&')} (\\d+)`, 'm').exec(await test.platform.telemetry.metrics.registry.metrics())?.[1] ?? 0);
describe('more than can be done', () => {
  /** Does something while four operations wait for a lock, which are all that this process takes; gives what became of them. */
  async function whileFull(server: RunningServer, work: () => Promise<void>): Promise<readonly Answer[]> {
    const client = await test.pool.connect();
    await client.query('begin; lock table people.place in access exclusive mode');
    const held = Array.from({ length: 4 }, () => ask(server, QUERY, {}, { token }));
    try {
      await until(async () => {
        const { rows } = await client.query<{ waiting: number }>("select count(*)::int as waiting from pg_locks where not granted and relation = 'people.place'::regclass and database = (select oid from pg_database where datname = current_database())");
        return rows[0]?.waiting === 4;
      });
      await work();
    } finally {
      await client.query('rollback');
      client.release();
    }
    return Promise.all(held);
  }
  let full: RunningServer;
  beforeAll(async () => void (full = await process({ atOnce: { fewest: 4, most: 4 } })));

  attack('a fifth operation where four are taken', {
    blocked: async () => {
      const before = await metric('kinga_turned_away_total{because="overload"}');
      const answers = await whileFull(full, async () => {
        const fifth = await ask(full, QUERY, {}, { token });
        refused(fifth, 'OVERLOADED', 503);
        expect(Number(fifth.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await metric('kinga_turned_away_total{because="overload"}')).toBe(before + 1);
      });
      answers.forEach(served);
    },
    twin: async () => (await inTurn(5, () => ask(full, QUERY, {}, { token }))).forEach(served),
  });
  attack('another way in, while four operations are taken', {
    blocked: async () => {
      const origin = new URL(full.url).origin;
      const ways: readonly (readonly [string, RequestInit])[] = [
        ['/graphql', { method: 'POST', body: '{', headers: { 'content-type': 'application/json', accept: 'text/event-stream' } }], ['/graphql?query=%7B__typename%7D', {}],
        ['/auth/token', { method: 'POST' }], ['/auth/sign-in', {}], ['/files/x', {}], ['/files/x', { method: 'PUT', body: 'x' }],
      ];
      await whileFull(full, async () => {
        for (const [path, init] of ways) {
          const answer = await fetch(`${origin}${path}`, init);
          expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '1']);
        }
      });
    },
    // Whoever looks after the process still gets answers.
    twin: async () => void (await whileFull(full, async () => {
      for (const probe of ['live', 'started', 'ready']) expect((await fetch(new URL(`/health/${probe}`, full.url))).status).toBe(200);
    })),
  });
});

describe('guessing at the door', () => {
  const code = 'guessed-at';
  let secret = '';
  beforeAll(async () => {
    const { admin } = granting(test);
    const { serviceAccountRegister } = await admin.run<{ serviceAccountRegister: { secret: string } }>(
      'mutation ($input: ServiceAccountRegisterInput!) { serviceAccountRegister(input: $input) { secret userErrors { code message path } } }', { input: { code, description: 'made up for a test' } });
    secret = serviceAccountRegister.secret;
  });
  const token = async (server: RunningServer, id: string, word: string, address?: string): Promise<Response> =>
    fetch(new URL('/auth/token', server.url), {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: word }), headers: address ? { 'x-forwarded-for': address } : {},
    });
  const guessRate = { capacity: 3, perSecond };

  attack('a fourth wrong secret where three are allowed, and the right one after it', {
    blocked: async () => {
      const server = await process({ guessRate });
      expect(statuses(await inTurn(3, () => token(server, 'nobody', 'x')))).toEqual([401, 401, 401]);
      const fourth = await token(server, 'nobody', 'x');
      expect(await fourth.json()).toMatchObject({ code: 'RATE_LIMITED' });
      expect([fourth.status, Number(fourth.headers.get('retry-after')) > 0]).toEqual([429, true]);
      await inTurn(4, () => token(server, code, 'x'));
      expect((await token(server, code, secret)).status).toBe(429);
      await test.pool.query('delete from kernel.allowance');
    },
    // What is right does not count, whoever often.
    twin: async () => {
      const server = await another({ guessRate });
      expect(new Set(statuses(await inTurn(8, () => token(server, code, secret))))).toEqual(new Set([200]));
    },
  });
  attack('three wrong secrets at each of two processes', {
    blocked: async () => {
      const both = [await process({ guessRate }), await another({ guessRate })];
      expect(statuses(await inTurn(6, (index) => token(both[index % 2]!, 'shared', 'x'))).filter((status) => status === 401)).toHaveLength(3);
    },
    twin: async () => {
      const both = [await process({ guessRate }), await another({ guessRate })];
      expect(statuses(await inTurn(3, (index) => token(both[index % 2]!, 'shared by two', 'x')))).toEqual([401, 401, 401]);
    },
  });
  attack('many addresses against one account', {
    blocked: async () => {
      const server = await process({ guessRate, guessRateOfAll: { capacity: 5, perSecond } }, { trustedProxies: ['127.0.0.1', '::1'] });
      expect(statuses(await inTurn(7, (index) => token(server, 'from all', 'x', `198.51.100.${index}`)))).toEqual([401, 401, 401, 401, 401, 429, 429]);
    },
    // Whoever guesses from one address keeps nobody out who knows the secret at another.
    twin: async () => {
      const server = await process({ guessRate }, { trustedProxies: ['127.0.0.1', '::1'] });
      await inTurn(5, () => token(server, code, 'x', '198.51.100.66'));
      expect((await token(server, code, secret, '203.0.113.5')).status).toBe(200);
    },
  });
  attack('one address without end, whatever it tries', {
    blocked: async () => {
      const server = await process({ signInRate: { capacity: 4, perSecond } }, { trustedProxies: ['127.0.0.1', '::1'] });
      const from = { 'x-forwarded-for': '198.51.100.77' };
      const tries = [
        () => token(server, 'a', 'x', '198.51.100.77'), () => fetch(new URL('/auth/callback?code=x&state=y', server.url), { headers: from }),
        () => fetch(new URL('/auth/sign-out', server.url), { method: 'POST', headers: { ...from, 'kinga-csrf': '1' } }), () => fetch(new URL('/auth/sign-in', server.url), { headers: from, redirect: 'manual' }),
      ];
      for (const one of tries) expect((await one()).status).not.toBe(429);
      for (const one of [...tries, () => fetch(new URL('/auth/back-channel-logout', server.url), { method: 'POST', headers: from })]) expect((await one()).status).toBe(429);
      expect((await token(server, 'a', 'x', '198.51.100.78')).status).toBe(401);
    },
    twin: async () => {
      const server = await process({ signInRate: { capacity: 4, perSecond } }, { trustedProxies: ['127.0.0.1', '::1'] });
      expect(statuses(await inTurn(4, (index) => token(server, `b${index}`, 'x', '198.51.100.79')))).toEqual([401, 401, 401, 401]);
    },
  });
  attack('a client id that PostgreSQL can\'t hold', { blocked: async () => expect((await token(await process(), 'a\0b', 'x')).status).toBe(401), twin: async () => expect((await token(await process(), code, secret)).status).toBe(200) });
});

describe('whose word is taken for who asks', () => {
  const signInRate = { capacity: 2, perSecond };
  const tries = async (server: RunningServer, forwarded: (index: number) => Record<string, string>): Promise<number[]> =>
    statuses(await inTurn(3, (index) => fetch(new URL('/auth/token', server.url), { method: 'POST', headers: forwarded(index) })));

  for (const [what, forwarded] of Object.entries({
    'X-Forwarded-For': (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}` }), 'X-Real-IP and others': (index: number) => ({ 'x-real-ip': `203.0.113.${index}`, forwarded: `for=203.0.113.${index}`, 'cf-connecting-ip': `203.0.113.${index}`, 'true-client-ip': `203.0.113.${index}` }),
  })) {
    attack(`a forged ${what}, where no proxy is named`, {
      blocked: async () => {
        await test.pool.query('delete from kernel.allowance');
        expect(await tries(await another({ signInRate }), forwarded)).toEqual([401, 401, 429]);
      },
      twin: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.1', '::1'] }), (index) => ({ 'x-forwarded-for': `192.0.2.${100 * (what.length % 2) + index}` }))).toEqual([401, 401, 401]),
    });
  }
  attack('a forged X-Forwarded-For, where another proxy is named', {
    blocked: async () => {
      await test.pool.query('delete from kernel.allowance');
      expect(await tries(await another({ signInRate }, { trustedProxies: ['10.0.0.0/8'] }), (index) => ({ 'x-forwarded-for': `203.0.113.${index}` }))).toEqual([401, 401, 429]);
    },
    twin: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.0/8', '::1'] }), (index) => ({ 'x-forwarded-for': `192.0.2.${10 + index}` }))).toEqual([401, 401, 401]),
  });
  attack('an address that the client puts before the one that the proxy adds', {
    blocked: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.1', '::1'] }), (index) => ({ 'x-forwarded-for': `203.0.113.${index}, 192.0.2.50` }))).toEqual([401, 401, 429]),
    twin: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.1', '::1'] }), (index) => ({ 'x-forwarded-for': `203.0.113.9, 192.0.2.${60 + index}` }))).toEqual([401, 401, 401]),
  });
  attack('other addresses of the same network of version 6', {
    blocked: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.1', '::1'] }), (index) => ({ 'x-forwarded-for': `2001:db8:1:2::${index}` }))).toEqual([401, 401, 429]),
    twin: async () => expect(await tries(await process({ signInRate }, { trustedProxies: ['127.0.0.1', '::1'] }), (index) => ({ 'x-forwarded-for': `2001:db8:1:${10 + index}::1` }))).toEqual([401, 401, 401]),
  });
});

describe('files', () => {
  const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n');
  interface Links { readonly download: string; readonly upload: string }
  const links = async (name: string): Promise<Links> => {
    const client = test.as({ name, permissions: ['kernel.files.read', 'kernel.files.upload'] });
    const begin = 'mutation ($input: FileBeginInput!) { fileBegin(input: $input) { file { id } uploadUrl userErrors { code message path } } }';
    const input = { name: 'a.pdf', mediaType: 'application/pdf', size: PDF.length };
    const { fileBegin } = await client.run<{ fileBegin: { file: { id: string }; uploadUrl: string } }>(begin, { input });
    const plain = await process();
    await fetch(new URL(fileBegin.uploadUrl, plain.url), { method: 'PUT', body: PDF });
    const { file } = await client.run<{ file: { url: string } }>('query ($id: ID!) { file(by: { id: $id }) { url } }', { id: fileBegin.file.id });
    return { download: file.url, upload: (await client.run<{ fileBegin: { uploadUrl: string } }>(begin, { input })).fileBegin.uploadUrl };
  };
  // Each costs 101: three, and not four.
  const three = { capacity: 350, perSecond };

  attack('a fourth download where three are allowed', {
    blocked: async () => {
      const [{ download }, server] = [await links('reader'), await process({ principalRate: three })];
      expect(statuses(await inTurn(3, () => fetch(new URL(download, server.url))))).toEqual([200, 200, 200]);
      const fourth = await fetch(new URL(download, server.url));
      expect(await fourth.json()).toMatchObject({ code: 'RATE_LIMITED' });
      expect([fourth.status, Number(fourth.headers.get('retry-after')) > 0]).toEqual([429, true]);
    },
    twin: async () => {
      const [{ download }, server] = [await links('another reader'), await process({ principalRate: three })];
      expect(statuses(await inTurn(3, () => fetch(new URL(download, server.url))))).toEqual([200, 200, 200]);
    },
  });
  attack('sending what is refused again and again', {
    blocked: async () => {
      const [{ upload }, server] = [await links('sender'), await process({ principalRate: three })];
      expect(statuses(await inTurn(4, () => fetch(new URL(upload, server.url), { method: 'PUT', body: 'no PDF' })))).toEqual([400, 400, 400, 429].map((status) => (status === 400 ? expect.toSatisfy((found: number) => found === 400 || found === 415) : status)));
    },
    twin: async () => {
      const [{ upload }, server] = [await links('another sender'), await process({ principalRate: three })];
      expect((await fetch(new URL(upload, server.url), { method: 'PUT', body: PDF })).status).toBe(200);
    },
  });
  attack('trying links until one is right', {
    blocked: async () => {
      const [{ download }, server] = [await links('owner'), await process({ addressRate: { capacity: 400, perSecond } })];
      const wrong = new URL(download.replace(/signature=.*/, 'signature=AAAA'), server.url);
      await test.pool.query('delete from kernel.allowance');
      expect(new Set(statuses(await inTurn(120, () => fetch(wrong))))).toEqual(new Set([403, 429]));
      await test.pool.query('delete from kernel.allowance');
    },
    twin: async () => {
      const [{ download }, server] = [await links('holder'), await process()];
      expect((await fetch(new URL(download, server.url))).status).toBe(200);
    },
  });
});

describe('more files than a process sends and receives at once', () => {
  const BEGIN = 'mutation ($input: FileBeginInput!) { fileBegin(input: $input) { uploadUrl userErrors { code message } } }';
  const link = async (): Promise<string> =>
    (await test.as('kernel.files.upload').run<{ fileBegin: { uploadUrl: string } }>(BEGIN, { input: { name: 'a.pdf', mediaType: 'application/pdf', size: 16 } })).fileBegin.uploadUrl;
  const PDF = '%PDF-1.7 made up';
  /** Somebody who begins to send a file, and takes their time. */
  async function slow(server: RunningServer): Promise<ClientRequest> {
    const sending = request(new URL(await link(), server.url), { method: 'PUT', headers: { 'content-length': PDF.length } });
    sending.on('error', () => undefined).write(PDF.slice(0, 8));
    return sending;
  }
  const ended = (sending: ClientRequest): Promise<number | undefined> => new Promise((done) => sending.on('response', (response) => done(response.resume().statusCode)).end(PDF.slice(8)));

  attack('a third where two are under way', {
    blocked: async () => {
      const server = await process({ fileTransfers: 2 });
      const held = [await slow(server), await slow(server)];
      let third: Response | undefined;
      await until(async () => {
        third = await fetch(new URL(await link(), server.url), { method: 'PUT', body: PDF });
        return third.status !== 200;
      });
      expect([third?.status, third?.headers.get('retry-after'), await third?.json()]).toMatchObject([503, '5', { code: 'OVERLOADED' }]);
      expect((await fetch(`${new URL(server.url).origin}/files/x`)).status).toBe(503);
      // Whoever asks for something else is not held up by them.
      served(await ask(server, QUERY, {}, { token }));
      for (const sending of held) expect(await ended(sending)).toBe(200);
    },
    twin: async () => {
      const server = await process({ fileTransfers: 2 });
      for (const status of await inTurn(3, async () => (await fetch(new URL(await link(), server.url), { method: 'PUT', body: PDF })).status)) expect(status).toBe(200);
    },
  });

  attack('others after somebody who began to send and stands still', {
    blocked: async () => {
      const server = await another({ fileTransfers: 1, stalledMs: 500 });
      await slow(server);
      await until(async () => (await fetch(new URL(await link(), server.url), { method: 'PUT', body: PDF })).status === 200);
    },
    twin: async () => {
      const server = await another({ fileTransfers: 1, stalledMs: 500 });
      const sending = request(new URL(await link(), server.url), { method: 'PUT', headers: { 'content-length': PDF.length } });
      const status = new Promise((done) => sending.on('response', (response) => done(response.resume().statusCode)));
      for (const letter of PDF) {
        sending.write(letter);
        await wait(60);
      }
      expect(await status).toBe(200);
    },
  });

  attack('others after somebody who began to send and went away', {
    blocked: async () => {
      const server = await another({ fileTransfers: 1 });
      (await slow(server)).destroy();
      await until(async () => (await fetch(new URL(await link(), server.url), { method: 'PUT', body: PDF })).status === 200);
    },
    twin: async () => expect((await fetch(new URL(await link(), (await process({ fileTransfers: 2 })).url), { method: 'PUT', body: PDF })).status).toBe(200),
  });
});
