import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorsByGrants } from '../../src/access/actor-for.js';
import { SERVICE_ISSUER } from '../../src/access/service-accounts/service-account.js';
import { entrance } from '../../src/access/signing-in.js';
import { developmentIssuer } from '../../src/kernel/access/tokens.js';
import { startServer, type RunningServer, type ServerOptions } from '../../src/kernel/server/http.js';
import { allowances } from '../../src/kernel/surface/allowances.js';
import { limitsSchema, type LimitSettings } from '../../src/kernel/surface/limits.js';
import { serveMetrics } from '../../src/kernel/telemetry/serve-metrics.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { granting } from '../access/testing/granting.js';
import { attack } from './testing/attack.js';
import { ask, refused, served, type Answer } from './testing/over-http.js';

let test: TestPlatform;
let token: string;
const servers: RunningServer[] = [];
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  token = await test.token({ role: 'registrar' });
});
afterAll(async () => {
  for (const each of servers) await each.stop();
  await test?.stop();
});

// Buckets that fill so slowly that the time a test takes makes no difference.
const perSecond = 0.001;
const QUERY = '{ places(first: 1) { nodes { id } } }';

const known = new Map<string, Promise<RunningServer>>();
/** Another process on the same database, with limits of its own, that lets in as a deployment does; the same for the same limits. */
function process(limits: LimitSettings = {}, options: Pick<ServerOptions, 'trustedProxies' | 'origins'> = {}): Promise<RunningServer> {
  const name = JSON.stringify([limits, options]);
  const server = known.get(name) ?? another(limits, options);
  known.set(name, server);
  return server;
}

async function another(limits: LimitSettings = {}, options: Pick<ServerOptions, 'trustedProxies' | 'origins'> = {}): Promise<RunningServer> {
  const { platform } = test;
  const issuer = await developmentIssuer(platform.dataDir);
  const own = {
    ...platform, limits: limitsSchema.parse(limits), allowances: allowances({ pool: test.pool, log: platform.log }),
    context: (of: Parameters<typeof platform.context>[0]) => ({ ...platform.context(of), platform: own }),
  } as typeof platform;
  const ways = entrance(own, { secure: false, verify: issuer.verify, provider: () => ({ issuer: 'http://127.0.0.1:9', clientId: 'kinga', url: 'http://127.0.0.1' }) });
  const server = await startServer(own, { port: 0, development: false, ...ways, actorFor: actorsByGrants(({ issuer: who }) => who !== SERVICE_ISSUER), ...options });
  servers.push(server);
  return server;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 500) throw new Error('it never came to that');
    await wait(20);
  }
}

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
        const { rows } = await client.query<{ waiting: number }>("select count(*)::int as waiting from pg_locks where not granted and relation = 'people.place'::regclass");
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
      expect(new Set(statuses(await inTurn(40, () => fetch(wrong))))).toEqual(new Set([403, 429]));
      await test.pool.query('delete from kernel.allowance');
    },
    twin: async () => {
      const [{ download }, server] = [await links('holder'), await process()];
      expect((await fetch(new URL(download, server.url))).status).toBe(200);
    },
  });
});

describe('subscriptions', () => {
  const SUBSCRIBE = 'subscription ($id: ID!) { jobProgress(id: $id) { state done } }';
  let account: { readonly user: string; readonly secret: string };
  const code = 'listener';
  beforeAll(async () => {
    const { admin, role, give } = granting(test);
    await role('listening', ['kernel.jobs.read']);
    const { serviceAccountRegister: { secret, serviceAccount } } = await admin.run<{ serviceAccountRegister: { secret: string; serviceAccount: { user: { id: string } } } }>(
      'mutation ($input: ServiceAccountRegisterInput!) { serviceAccountRegister(input: $input) { secret serviceAccount { user { id } } userErrors { code message path } } }', { input: { code, description: 'made up for a test' } });
    await give(serviceAccount.user.id, 'listening');
    account = { secret, user: serviceAccount.user.id };
  });
  /** A job that nobody takes: a stream of it tells its state once, and waits. */
  const job = async (): Promise<string> => {
    const { rows } = await test.pool.query<{ id: string }>("insert into kernel.job (id, name, input, actor, today) values (gen_random_uuid(), 'people.made-up', '{}', '{}', '2026-03-01') returning id");
    return `job_${rows[0]?.id.replaceAll('-', '')}`;
  };
  const signedIn = async (server: RunningServer): Promise<string> => {
    const answer = await fetch(new URL('/auth/token', server.url), { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: code, client_secret: account.secret }) });
    return ((await answer.json()) as { access_token: string }).access_token;
  };

  interface Stream {
    /** What has come so far. */
    readonly text: () => string;
    readonly status: number;
    readonly headers: Headers;
    /** Resolves when the server has ended it. */
    readonly ended: Promise<unknown>;
    close(): void;
  }
  const open = async (server: RunningServer, bearer: string, id: string): Promise<Stream> => {
    const left = new AbortController();
    const answer = await fetch(server.url, { method: 'POST', signal: left.signal, headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${bearer}` }, body: JSON.stringify({ query: SUBSCRIBE, variables: { id } }) });
    let text = '';
    const ended = (async () => { for await (const bytes of answer.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(bytes).toString(); })().catch(() => undefined);
    return { text: () => text, status: answer.status, headers: answer.headers, ended, close: () => left.abort() };
  };
  /** Opens a stream and waits for its first event. */
  const opened = async (server: RunningServer, bearer: string, id: string): Promise<Stream> => {
    const stream = await open(server, bearer, id);
    await until(async () => stream.text().includes('event: next'));
    return stream;
  };
  const done = (id: string): Promise<unknown> => test.pool.query("update kernel.job set state = 'DONE', version = version + 1 where 'job_' || replace(id::text, '-', '') = $1", [id]);
  /** A stream that nothing is done to: it goes on, and tells when its job is done. */
  const goesOn = async (limits: LimitSettings = {}): Promise<void> => {
    const [server, id] = [await process({ subscriptionCheckMs: 20, ...limits }), await job()];
    const stream = await opened(server, await signedIn(server), id);
    await wait(60);
    await done(id);
    await stream.ended;
    expect(stream.text()).toContain('"state":"DONE"');
    expect(stream.text()).not.toContain('errors');
  };

  attack('a third stream where two are allowed', {
    blocked: async () => {
      const [server, id] = [await process({ subscriptions: 2 }), await job()];
      const bearer = await signedIn(server);
      const held = [await opened(server, bearer, id), await opened(server, bearer, id)];
      expect((await opened(server, bearer, id)).text()).toContain('TOO_MANY_SUBSCRIPTIONS');
      held[0]!.close();
      await until(async () => {
        const next = await opened(server, bearer, id);
        const open = next.text().includes('"state":"QUEUED"');
        if (open) held.push(next);
        return open;
      });
      held.forEach((stream) => stream.close());
    },
    twin: () => goesOn({ subscriptions: 1 }),
  });
  attack('streams of many, where a process holds two', {
    blocked: async () => {
      const [server, id] = [await process({ allSubscriptions: 2 }), await job()];
      const bearers = [await signedIn(server), await test.token({ name: 'other', role: 'security-officer' })];
      const held = [await opened(server, bearers[0]!, id), await opened(server, bearers[0]!, id)];
      const third = await opened(server, await test.token({ name: 'third', role: 'registrar' }), id);
      expect(third.text()).toMatch(/TOO_MANY_SUBSCRIPTIONS|FORBIDDEN/);
      expect((await opened(server, bearers[0]!, id)).text()).toContain('TOO_MANY_SUBSCRIPTIONS');
      held.forEach((stream) => stream.close());
    },
    twin: () => goesOn({ allSubscriptions: 1 }),
  });
  attack('going on to listen when the session has been ended', {
    blocked: async () => {
      const [server, id] = [await process({ subscriptionCheckMs: 20 }), await job()];
      const stream = await opened(server, await signedIn(server), id);
      await granting(test).admin.run('mutation ($input: UserSessionsEndInput!) { userSessionsEnd(input: $input) { userErrors { code message path } } }', { input: { issuer: SERVICE_ISSUER, subject: `service:${code}` } });
      await stream.ended;
      await done(id);
      expect(stream.text()).toContain('UNAUTHENTICATED');
      expect(stream.text()).not.toContain('DONE');
    },
    twin: goesOn,
  });
  attack('going on to listen when the right to it was taken', {
    blocked: async () => {
      const { give, end, role } = granting(test);
      const [server, id] = [await process({ subscriptionCheckMs: 20 }), await job()];
      await role('listening-too', ['kernel.jobs.read', 'people.places.read']);
      const grant = await give(account.user, 'listening-too');
      const stream = await opened(server, await signedIn(server), id);
      await end(grant);
      await stream.ended;
      await done(id);
      expect(stream.text()).toContain('ACCESS_CHANGED');
      expect(stream.text()).not.toContain('DONE');
    },
    twin: goesOn,
  });
  attack('events beyond what may be asked for in time', {
    blocked: async () => {
      const [server, id] = [await process({ subscriptionCheckMs: 20, principalRate: { capacity: 5, perSecond } }), await job()];
      const stream = await opened(server, await signedIn(server), id);
      for (let turn = 1; turn <= 8 && !stream.text().includes('event: complete'); turn += 1) {
        await test.pool.query("update kernel.job set done = done + 1, version = version + 1 where 'job_' || replace(id::text, '-', '') = $1", [id]);
        await until(async () => stream.text().includes(`"done":${turn}}`) || stream.text().includes('event: complete'));
      }
      expect(stream.text()).toContain('RATE_LIMITED');
      await stream.ended;
    },
    twin: goesOn,
  });
  attack('queries sent as streams, to go around how many are answered at once', {
    blocked: async () => {
      const server = await process({ atOnce: { fewest: 1, most: 1 } });
      const client = await test.pool.connect();
      await client.query('begin; lock table people.place in access exclusive mode');
      const held = fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` }, body: JSON.stringify({ query: QUERY }) });
      await until(async () => ((await client.query("select from pg_locks where not granted and relation = 'people.place'::regclass")).rowCount ?? 0) > 0);
      refused(await ask(server, QUERY, {}, { token }), 'OVERLOADED', 503);
      await client.query('rollback');
      client.release();
      expect(await (await held).text()).toContain('"places"');
    },
    twin: async () => served(await ask(await process({ atOnce: { fewest: 1, most: 1 } }), QUERY, {}, { token })),
  });
});

describe('every address that is answered', () => {
  /** What a foreign page, a large body and somebody without a name get of each; one that is not here has not been thought about. */
  const COVER: Readonly<Record<string, { readonly largest?: number; readonly forms?: true }>> = {
    'GET /graphql': {}, 'HEAD /graphql': {}, 'POST /graphql': { largest: 1_000_000 },
    'PUT /files/:id': {}, 'GET /files/:id': {},
    'POST /auth/token': { largest: 16_000, forms: true }, 'GET /auth/sign-in': {}, 'GET /auth/callback': {}, 'POST /auth/sign-out': { largest: 16_000, forms: true }, 'POST /auth/back-channel-logout': { largest: 16_000, forms: true },
    'GET /health/live': {}, 'HEAD /health/live': {}, 'GET /health/started': {}, 'HEAD /health/started': {}, 'GET /health/ready': {}, 'HEAD /health/ready': {},
  };
  const DESK = 'https://desk.example.org';
  let server: RunningServer;
  let naming: RunningServer;
  beforeAll(async () => {
    server = await process();
    naming = await process({}, { origins: [DESK] });
  });
  const go = (of: RunningServer, route: string, init: RequestInit = {}): Promise<Response> => {
    const [method, path = ''] = route.split(' ');
    return fetch(new URL(path.replace(':id', 'file_018f000000007000800000000000000a'), of.url), { method: method!, redirect: 'manual', ...init });
  };
  const each = async (work: (route: string, cover: (typeof COVER)[string]) => Promise<void>): Promise<void> => {
    for (const route of server.routes) await work(route, COVER[route]!).catch((error: unknown) => { throw new Error(`${route}: ${String(error)}`); });
  };

  it('is one that these tests know', () => expect([...server.routes].sort()).toEqual(Object.keys(COVER).sort()));

  it('bears the headers that keep browsers from framing, guessing and telling on, also where it refuses', async () => {
    const headers = { 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'strict-transport-security': 'max-age=31536000' };
    const bears = (answer: Response): void => {
      expect(Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers.get(name)]))).toEqual(headers);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(answer.headers.get('x-powered-by') ?? answer.headers.get('server')).toBeNull();
    };
    await each(async (route) => bears(await go(server, route)));
    bears(await go(server, 'GET /nothing-here'));
  });

  it('is told to no page of another site, but where it is named', async () => {
    const asked = (of: RunningServer, route: string, origin: string): Promise<Response> => go(of, route, { headers: { origin } });
    await each(async (route) => {
      expect((await asked(server, route, DESK)).headers.get('access-control-allow-origin')).toBeNull();
      expect((await asked(naming, route, 'https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
      expect((await asked(naming, route, DESK)).headers.get('access-control-allow-origin')).toBe(DESK);
    });
  });

  it('takes no more than it needs', async () => {
    await each(async (route, { largest }) => {
      if (!route.startsWith('POST') || largest === undefined) return;
      const type = route === 'POST /graphql' ? 'application/json' : 'application/x-www-form-urlencoded';
      const answer = await go(server, route, { body: `{"x":"${'x'.repeat(largest)}"}`, headers: { 'content-type': type } });
      expect(answer.status).toBe(413);
    });
  });

  it('takes nothing that the form of another site\'s page can send, but where a form is what it takes and needs no cookie', async () => {
    await each(async (route, { forms }) => {
      if (!route.startsWith('POST')) return;
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', ...(forms ? [] : ['application/x-www-form-urlencoded'])]) {
        const answer = await go(server, route, { body: '{"query":"{ __typename }"}', headers: { 'content-type': type } });
        expect([type, answer.status]).toEqual([type, 415]);
      }
    });
    // A session's cookie is of no use to it.
    expect((await go(server, 'POST /auth/sign-out', { headers: { cookie: 'kinga-session=x', 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' })).status).toBe(403);
  });

  it('says nothing of the inside to who asks nonsense', async () => {
    await each(async (route) => {
      const answer = await go(server, `${route}?${'a=%00&'.repeat(3)}operationName=%ff&expires=1e9&signature=${'%F0%9F%92%A9'.repeat(20)}&next=//evil.example&code=%00&state=%00`, route.startsWith('P') ? { body: '\0', headers: { 'content-type': 'application/json' } } : {});
      expect(answer.status === 503 ? route : answer.status).toSatisfy((found) => found === 'GET /auth/sign-in' || (Number(found) < 500));
      expect(await answer.text()).not.toMatch(/node_modules|\.[jt]s:\d|stack/);
    });
  });

  it('knows no other methods', async () => {
    for (const path of ['/graphql', '/auth/token', '/health/ready', '/files/x']) {
      for (const method of ['DELETE', 'PATCH', 'OPTIONS']) expect([path, method, (await go(server, `${method} ${path}`)).status]).toEqual([path, method, 404]);
    }
  });

  it('answers metrics elsewhere, to GET alone', async () => {
    const metrics = await serveMetrics(test.platform, 0, '127.0.0.1');
    try {
      expect((await go(server, 'GET /metrics')).status).toBe(404);
      const at = `http://127.0.0.1:${metrics.port}`;
      const answer = await fetch(`${at}/metrics`, { headers: { origin: DESK } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('kinga_turned_away_total');
      expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('x-content-type-options'), answer.headers.get('cache-control')]).toEqual([null, 'nosniff', 'no-store']);
      expect((await fetch(`${at}/metrics`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(404);
      expect((await fetch(`${at}/graphql`)).status).toBe(404);
    } finally {
      await metrics.stop();
    }
  });
});
