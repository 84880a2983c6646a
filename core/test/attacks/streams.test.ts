import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { SERVICE_ISSUER } from '../../src/access/service-accounts/service-account.js';
import type { RunningServer } from '../../src/kernel/server/http.js';
import type { LimitSettings } from '../../src/kernel/surface/limits.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { CHANGE, granting } from '../access/testing/granting.js';
import { attack } from './testing/attack.js';
import { ask, refused, served } from './testing/over-http.js';
import { perSecond, QUERY, serversOf, until, type Servers } from './testing/servers.js';

let test: TestPlatform;
let token: string;
let servers: Servers;
let process: Servers['process'];
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  token = await test.token({ role: 'registrar' });
  servers = serversOf(test);
  ({ process } = servers);
});
afterAll(async () => {
  await servers?.stop();
  await test?.stop();
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
  attack('going on to listen when the token has expired', {
    blocked: async () => {
      const [server, id] = [await process({ subscriptionCheckMs: 20 }), await job()];
      const stream = await opened(server, await signedIn(server), id);
      test.setNow(new Date(test.platform.now() + 16 * 60_000).toISOString());
      await stream.ended;
      test.setNow(new Date(test.platform.now() - 16 * 60_000).toISOString());
      await done(id);
      expect(stream.text()).toContain('UNAUTHENTICATED');
      expect(stream.text()).not.toContain('DONE');
    },
    twin: goesOn,
  });
  attack('going on to listen when the role that lets one was narrowed', {
    blocked: async () => {
      const { admin, give, role } = granting(test);
      const [server, id] = [await process({ subscriptionCheckMs: 20 }), await job()];
      const wide = await role('listening-widely', ['kernel.jobs.read', 'people.places.read']);
      await give(account.user, 'listening-widely');
      const stream = await opened(server, await signedIn(server), id);
      await admin.run(CHANGE, { input: { id: wide.id, version: wide.version, permissions: ['people.places.read'] } });
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
      await until(async () => ((await client.query("select from pg_locks where not granted and relation = 'people.place'::regclass and database = (select oid from pg_database where datname = current_database())")).rowCount ?? 0) > 0);
      refused(await ask(server, QUERY, {}, { token }), 'OVERLOADED', 503);
      await client.query('rollback');
      client.release();
      expect(await (await held).text()).toContain('"places"');
    },
    twin: async () => served(await ask(await process({ atOnce: { fewest: 1, most: 1 } }), QUERY, {}, { token })),
  });
});
