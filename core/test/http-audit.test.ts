import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../src/testing/index.js';

let platform: TestPlatform;
let server: RunningServer;
let production: RunningServer;

beforeAll(async () => {
  platform = await startTestPlatform({ workers: false });
  server = await platform.serve();
  production = await platform.serve({ development: false });
});
afterAll(() => platform?.stop());

/** They ask `__type` with variables, which is told in development alone. */
const INTROSPECTING = ['2EA1', '28B9', 'D6D5', '6A70'];

/** The suite reads the address when an audit runs, so that the audits can be listed before the server is there. */
describe.each([
  { where: 'in development', introspects: true, audits: serverAudits({ url: () => server.url, fetchFn: fetch }) },
  { where: 'in production', introspects: false, audits: serverAudits({ url: () => production.url, fetchFn: fetch }) },
])('GraphQL over HTTP, as graphql-http audits it, $where', ({ introspects, audits }) => {
  it('has 61 rules', () => expect(audits).toHaveLength(61));

  const asked = audits.filter(({ id }) => introspects || !INTROSPECTING.includes(id));
  it.each(asked.map((audit) => ({ name: `${audit.id} ${audit.name}`, audit })))('$name', async ({ audit }) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });
});

describe('what a foreign page can make a browser send', () => {
  const mutation = 'mutation { __typename }';
  const forms: readonly [string, string | URLSearchParams][] = [
    ['text/plain', JSON.stringify({ query: mutation })],
    ['application/x-www-form-urlencoded', new URLSearchParams({ query: mutation })],
    ['multipart/form-data; boundary=x', `--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n${mutation}\r\n--x--\r\n`],
  ];

  it.each(forms)('is refused as %s', async (type, body) => {
    const { status } = await fetch(server.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect([400, 415]).toContain(status);
  });

  it('changes nothing by GET', async () => {
    expect(await fetch(`${server.url}?query=${encodeURIComponent(mutation)}`)).toMatchObject({ status: 405 });
  });
});
