import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { serveMetrics } from '../../src/kernel/telemetry/serve-metrics.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { serversOf, type Servers } from './testing/servers.js';

let test: TestPlatform;
let servers: Servers;
let process: Servers['process'];
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  servers = serversOf(test);
  ({ process } = servers);
});
afterAll(async () => {
  await servers?.stop();
  await test?.stop();
});

describe('every address that is answered', () => {
  /** What a foreign page, a large body and somebody without a name get of each; one that is not here has not been thought about. */
  const COVER: Readonly<Record<string, { readonly largest?: number; readonly forms?: true }>> = {
    'GET /graphql': {}, 'HEAD /graphql': {}, 'POST /graphql': { largest: 1_000_000 },
    'PUT /files/:id': {}, 'GET /files/:id': {}, 'POST /payment-channels/:name': { largest: 1_000_000 },
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
    const headers = { 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'strict-transport-security': 'max-age=31536000', 'cache-control': 'no-store' };
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

  it('is not kept on the way where it tells of somebody', async () => {
    const token = await test.token({ role: 'registrar' });
    const answer = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: '{"query":"{ me { subject } }"}' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  it('lets a page of a named origin send a file, and of no other', async () => {
    const asked = (origin: string): Promise<Response> => go(naming, 'OPTIONS /files/:id', { headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' } });
    expect((await asked(DESK)).headers.get('access-control-allow-methods')).toContain('PUT');
    for (const origin of ['null', 'https://evil.example', `${DESK}.evil.example`, 'https://evildesk.example.org', 'http://desk.example.org', `${DESK}:8443`]) expect([origin, (await asked(origin)).headers.get('access-control-allow-origin')]).toEqual([origin, null]);
  });

  it('tells a code and an id where it refuses', async () => {
    await each(async (route) => {
      if (route.startsWith('HEAD') || route.includes('/health/')) return;
      const answer = await go(server, route);
      const text = await answer.text();
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(text).toMatch(/"(code|error)":"[A-Za-z_]+"|<html/);
      expect(text).toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
    });
  });

  it('takes no more than it needs', async () => {
    await each(async (route, { largest }) => {
      if (!route.startsWith('POST') || largest === undefined) return;
      const type = ['POST /graphql', 'POST /payment-channels/:name'].includes(route) ? 'application/json' : 'application/x-www-form-urlencoded';
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
