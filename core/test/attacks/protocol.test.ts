import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { hashOf, toTrusted, trustedDocuments } from '../../src/kernel/surface/trusted-documents.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';
import { ask, get, post, read, refused, served, type Answer } from './testing/over-http.js';

let test: TestPlatform;
let development: RunningServer;
let production: RunningServer;
let named: RunningServer;
let trusting: RunningServer;
let token: string;
const TRUSTED = 'query Places($n: Int) { places(first: $n) { nodes { ...P } } } fragment P on Place { id code }';
beforeAll(async () => {
  test = await startTestPlatform({ workers: false, limits: { requestMs: 1_500, headersMs: 500 } });
  development = await test.serve();
  production = await test.serve({ development: false });
  named = await test.serve({ development: false, origins: ['https://desk.example.org'] });
  trusting = await test.serve({ development: false, trusted: trustedDocuments(toTrusted([parse(TRUSTED)])) });
  token = await test.token({ role: 'registrar' });
});
afterAll(() => test?.stop());

const QUERY = '{ places(first: 1) { nodes { id } } }';
const body = JSON.stringify({ query: QUERY });
const good = (server = production): Promise<Answer> => post(server, body, { token });
const twin = async (): Promise<void> => served(await good());
const typed = (type: string, content: string | Uint8Array = body): Promise<Answer> => post(production, content, { token, headers: { 'content-type': type } });
const theirs = (answer: Answer): void => {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.codes.length).toBeGreaterThan(0);
  expect(answer.text).not.toMatch(/node_modules|\.js:\d|\.ts:\d/);
};
/** Sends bytes as they are. @returns what came back, until the server closes or has answered */
const raw = (text: string, { hold = false } = {}): Promise<string> => new Promise((resolve) => {
  const { port } = new URL(production.url);
  const socket = connect(Number(port), '127.0.0.1');
  let told = '';
  socket.on('data', (bytes) => {
    told += String(bytes);
    if (!hold) socket.end();
  }).on('error', () => undefined).on('close', () => resolve(told));
  socket.write(text);
});
const head = (more: string, length = body.length): string => `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\n${more}Content-Length: ${length}\r\n\r\n`;
/** Whoever still sends when it is refused may find the connection closed before the answer is read. */
const REFUSED_OR_CUT_OFF = /^(HTTP\/1\.1 4(13|31) |$)/;
const rawTwin = async (): Promise<void> => expect(await raw(head('Connection: close\r\n') + body)).toMatch(/^HTTP\/1\.1 200 /);

describe('what a body may be', () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/graphql', 'text/plain; charset=application/json', 'application/xml', 'application/json, text/plain', 'application/jsonp']) {
    attack(`a body called ${type}`, { blocked: async () => theirs(await typed(type)), twin });
  }
  for (const charset of ['utf-16', 'utf-16le', 'utf-7', 'iso-8859-1', 'utf-32', 'shift_jis']) {
    attack(`a body in ${charset}`, { blocked: async () => refused(await typed(`application/json; charset=${charset}`, charset === 'utf-16le' ? Buffer.from(body, 'utf16le') : body), 'UNSUPPORTED_MEDIA_TYPE', 415), twin: async () => served(await typed('application/json; charset="UTF-8"')) });
  }
  attack('UTF-16 that says nothing of it', { blocked: async () => theirs(await typed('application/json', Buffer.from(`\ufeff${body}`, 'utf16le'))), twin: async () => served(await typed('application/json', Buffer.from(`\ufeff${body}`))) });
  attack('bytes that are no UTF-8', { blocked: async () => refused(await typed('application/json', Buffer.from([...Buffer.from('{"query":"{ __typename } #'), 0xc0, 0xaf, 0xff, ...Buffer.from('"}')])), 'BAD_REQUEST'), twin });
  for (const encoding of ['gzip', 'deflate', 'br', 'identity, gzip']) {
    attack(`a body in ${encoding}`, { blocked: async () => refused(await post(production, gzipSync(body), { token, headers: { 'content-encoding': encoding } }), 'UNSUPPORTED_MEDIA_TYPE', 415), twin });
  }
  attack('a bomb of zeros', { blocked: async () => refused(await post(production, gzipSync(Buffer.alloc(20_000_000)), { token, headers: { 'content-encoding': 'gzip' } }), 'UNSUPPORTED_MEDIA_TYPE', 415), twin });
  attack('a batch', { blocked: async () => refused(await post(production, `[${body},${body}]`, { token }), 'BAD_REQUEST'), twin });
  attack('a batch of one', { blocked: async () => refused(await post(production, `[${body}]`, { token }), 'BAD_REQUEST'), twin });
  for (const [what, text] of Object.entries({
    'no JSON': '{"query": ', 'JSON twice': `${body}${body}`, 'a text': '"{ __typename }"', 'a number': '1e999', null: 'null', nothing: '', 'an empty object': '{}', 'a query that is a list': '{"query":["{ __typename }"]}',
    'a query of null': '{"query":null}', 'an operation name that is an object': '{"query":"{ __typename }","operationName":{}}', 'variables that are a text': '{"query":"{ __typename }","variables":"{}"}', 'variables that are a list': '{"query":"{ __typename }","variables":[]}',
    'extensions that are a text': '{"query":"{ __typename }","extensions":"x"}', 'a key __proto__ in variables': '{"query":"{ __typename }","variables":{"__proto__":{"admin":true}}}', 'an escaped key __proto__': '{"query":"{ __typename }","variables":{"\\u005f_proto__":{"admin":true}}}',
  })) attack(`a body that is ${what}`, { blocked: async () => theirs(await post(production, text, { token })), twin });
  for (const [what, twice] of Object.entries({
    'two queries': `{"query":"{ __typename }","query":${JSON.stringify(QUERY)}}`, 'two queries, one by its numbers': `{"qu\\u0065ry":"{ __typename }","query":${JSON.stringify(QUERY)}}`,
    'two names of operations': '{"query":"query A { __typename } query B { modules { id } }","operationName":"A","operationName":"B"}', 'two variables': `{"query":"query ($n: Int) { places(first: $n) { totalCount } }","variables":{"n":1},"variables":{"n":2}}`,
    'two values of one variable': '{"query":"query ($n: Int) { places(first: $n) { totalCount } }","variables":{"n":1,"n":2}}', 'two values of one variable, one by its numbers': '{"query":"query ($n: Int) { places(first: $n) { totalCount } }","variables":{"n":1,"\\u006e":2}}',
    'two conditions within a variable': '{"query":"query ($w: PlaceWhere) { places(first: 1, where: $w) { totalCount } }","variables":{"w":{"and":[{"code":{"eq":"a","eq":"b"}}]}}}', 'two extensions within extensions': '{"query":"{ __typename }","extensions":{"a":{"b":1,"b":1}}}',
    'two queries, and lists 20,000 levels deep': `{"query":"{ __typename }","variables":{"w":${'['.repeat(20_000)}${']'.repeat(20_000)}},"query":${JSON.stringify(QUERY)}}`,
  })) attack(`a body of ${what}, of which something on the way may see the other`, {
    blocked: async () => refused(await post(production, twice, { token }), 'BAD_REQUEST'),
    twin: async () => served(await post(production, '{"query":"query ($c: String) { places(where: { code: { eq: $c } }) { totalCount } }","variables":{"c":"\\"query\\": caf\\u00e9 \\\\","query":"query","a:b":[{"c":":"},{"c":":"}]}}', { token })),
  });
  attack('a variable called constructor', { blocked: async () => theirs(await post(production, '{"query":"query ($constructor: Int!) { places(first: $constructor) { totalCount } }","variables":{}}', { token })), twin: async () => served(await post(production, '{"query":"query ($constructor: Int!) { places(first: $constructor) { totalCount } }","variables":{"constructor":1}}', { token })) });
  for (const number of ['1e999', '-1e999', '1.5', '2147483648', '"1"', 'true', '[[1]]']) {
    attack(`a page of ${number}`, { blocked: async () => refused(await post(production, `{"query":"query ($n: Int) { places(first: $n) { totalCount } }","variables":{"n":${number}}}`, { token }), 'BAD_USER_INPUT'), twin: async () => served(await post(production, '{"query":"query ($n: Int) { places(first: $n) { totalCount } }","variables":{"n":1e0}}', { token })) });
  }
  attack('two operations of one name', { blocked: async () => theirs(await post(production, JSON.stringify({ query: 'query A { __typename } query A { __typename }', operationName: 'A' }), { token })), twin: async () => served(await post(production, JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName: 'A' }), { token })) });
  attack('an operation that is not there', { blocked: async () => theirs(await post(production, JSON.stringify({ query: 'query A { __typename }', operationName: 'B' }), { token })), twin: async () => served(await post(production, JSON.stringify({ query: 'query A { __typename }', operationName: 'A' }), { token })) });
  attack('a persisted query that would be kept', { blocked: async () => theirs(await post(production, JSON.stringify({ query: QUERY, extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(parse(QUERY)) } } }), { token })), twin });
  attack('a persisted query by its hash', { blocked: async () => theirs(await post(production, JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }), { token })), twin });
  attack('hundreds of wrong fields, to have as many errors', { blocked: async () => { const answer = await post(production, JSON.stringify({ query: `{ places(first: 1) { nodes { ${Array.from({ length: 300 }, (_, index) => `no${index}`).join(' ')} } } }` }), { token }); theirs(answer); expect(answer.codes.length).toBeLessThanOrEqual(10); }, twin });
  attack('hundreds of wrong variables, to have as many errors', { blocked: async () => { const answer = await post(production, JSON.stringify({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array.from({ length: 300 }, () => ({})) } }), { token }); theirs(answer); expect(answer.codes.length).toBeLessThanOrEqual(5); }, twin });
});

describe('what is asked to be answered by events', () => {
  const accept = 'text/event-stream';
  for (const [what, text] of Object.entries({ null: 'null', false: 'false', zero: '0', 'an empty text': '""', 'a number': '5', 'an empty object': '{}', 'a query of null': '{"query":null}', 'variables that are a list': '{"query":"{ __typename }","variables":[]}' })) {
    attack(`by a body that is ${what}`, {
      blocked: async () => refused(await post(production, text, { token, accept }), 'BAD_REQUEST'),
      twin: async () => expect((await post(production, body, { token, accept })).text).toContain('event: complete'),
    });
  }
  attack('by a name that every object has', {
    blocked: async () => expect((await post(production, body, { token, accept, headers: { 'x-graphql-event-stream-token': 'constructor' } })).text).toContain('"nodes":[]'),
    twin: async () => expect((await post(production, body, { token, accept })).text).toContain('event: complete'),
  });
  attack('with hundreds of wrong variables, to have as many errors', {
    blocked: async () => {
      const { text } = await post(production, JSON.stringify({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array.from({ length: 300 }, () => ({})) } }), { token, accept });
      expect(text.match(/"code":"[A-Z_]+"/g)).toEqual(['"code":"BAD_USER_INPUT"']);
    },
    twin: async () => expect((await post(production, JSON.stringify({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: [] } }), { token, accept })).text).toContain('"nodes":[]'),
  });
  attack('to be kept by whoever is between', {
    blocked: async () => expect((await post(production, body, { token, accept })).headers.get('cache-control')).toBe('no-store'),
    twin: async () => expect((await post(production, body, { token, accept: 'application/json, text/event-stream' })).text).toContain('event: complete'),
  });
});

describe('what a request may be', () => {
  attack('a query by GET that a foreign page could send', { blocked: async () => refused(await get(production, { query: QUERY }, { token }), 'PREFLIGHT_REQUIRED'), twin: async () => served(await get(production, { query: QUERY }, { token, headers: { 'apollo-require-preflight': '1' } })) });
  attack('a GET that hides a field behind a fragment', { blocked: async () => refused(await get(production, { query: '{ __typename ...F } fragment F on Query { modules { id } }' }), 'PREFLIGHT_REQUIRED'), twin: async () => served(await get(production, { query: '{ ...F } fragment F on Query { __typename }' })) });
  attack('a mutation by GET', { blocked: async () => expect((await get(production, { query: 'mutation { __typename }' }, { token, headers: { 'apollo-require-preflight': '1' } })).status).toBe(405), twin: async () => served(await get(production, { query: 'query { __typename }' })) });
  attack('a mutation by a GET of events', { blocked: async () => theirs405(await get(production, { query: 'mutation { __typename }' }, { token, accept: 'text/event-stream', headers: { 'apollo-require-preflight': '1' } })), twin: async () => expect((await get(production, { query: '{ __typename }' }, { token, accept: 'text/event-stream', headers: { 'apollo-require-preflight': '1' } })).text).toContain('"__typename":"Query"') });
  attack('a GET of events that a foreign page could send', { blocked: async () => expect((await get(production, { query: QUERY }, { token, accept: 'text/event-stream' })).text).toContain('PREFLIGHT_REQUIRED'), twin: async () => expect((await get(production, { query: QUERY }, { token, accept: 'text/event-stream', headers: { 'apollo-require-preflight': '1' } })).text).toContain('event: complete') });
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
    attack(`the method ${method}`, { blocked: async () => expect(await raw(`${method} /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /), twin: rawTwin });
  }
  attack('two queries in one address', { blocked: async () => theirs(await read(await fetch(`${production.url}?query=%7B__typename%7D&query=%7B__typename%7D`))), twin: async () => served(await get(production, { query: '{__typename}' })) });
  attack('headers of 100 kB', { blocked: async () => expect(await raw(head(`X-Long: ${'x'.repeat(100_000)}\r\n`) + body)).toMatch(REFUSED_OR_CUT_OFF), twin: rawTwin });
  attack('two lengths', { blocked: async () => expect(await raw(head('Content-Length: 5\r\n') + body)).toMatch(/^HTTP\/1\.1 400 /), twin: rawTwin });
  attack('a length beside chunks', { blocked: async () => expect(await raw(head('Transfer-Encoding: chunked\r\n') + `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /), twin: async () => expect(await raw(`${head('Connection: close\r\nTransfer-Encoding: chunked\r\n').replace(/Content-Length: \d+\r\n/, '')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /) });
  const hosts = (...lines: readonly string[]): string => head('Connection: close\r\n').replace('Host: localhost\r\n', lines.map((line) => `${line}\r\n`).join('')) + body;
  attack('two hosts', { blocked: async () => expect(await raw(hosts('Host: localhost', 'Host: evil.example'))).toMatch(/^HTTP\/1\.1 400 /), twin: rawTwin });
  attack('no host', { blocked: async () => expect(await raw(hosts())).toMatch(/^HTTP\/1\.1 400 /), twin: rawTwin });
  attack('a host of somebody else, for links to lead there', {
    blocked: async () => {
      const begin = JSON.stringify({ query: 'mutation { fileBegin(input: { name: "a.pdf", mediaType: "application/pdf", size: 3 }) { uploadUrl userErrors { code } } }' });
      const answer = await raw(`POST /graphql HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\nContent-Length: ${begin.length}\r\n\r\n${begin}`);
      expect(answer).toContain('"uploadUrl":"/');
      expect(answer).not.toContain('evil.example');
    },
    twin: rawTwin,
  });
  for (const [what, line] of Object.entries({ 'two tokens, of which something on the way may see the other': 'Authorization: Bearer x\r\n', 'two types': 'Content-Type: text/plain\r\n' })) {
    attack(what, { blocked: async () => expect(await raw(head(line) + body)).toMatch(/^HTTP\/1\.1 400 .*"code":"BAD_REQUEST"/s), twin: rawTwin });
  }
  for (const [what, bytes] of Object.entries({ 'bytes that are no HTTP': 'GARBAGE\r\n\r\n', 'a version that there is not': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'a header of two lines': 'GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n', 'headers of 20 kB': `GET /health/live HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 'an address that can\'t be read': 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'an expectation that nobody meets': 'GET /health/live HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\n\r\n' })) {
    attack(`${what}, for an answer that is not Kinga's own`, {
      blocked: async () => {
        const answer = await raw(bytes);
        expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
        expect(answer).toMatch(/"code":"[A-Z_]+","errorId":"[0-9a-f-]{36}"/);
        for (const header of ['x-content-type-options: nosniff', 'x-frame-options: DENY', "content-security-policy: default-src 'none'", 'cache-control: no-store']) expect(answer.toLowerCase()).toContain(header.toLowerCase());
      },
      twin: rawTwin,
    });
  }
  attack('chunks without end', { blocked: async () => expect(await raw(`${head('Transfer-Encoding: chunked\r\n').replace(/Content-Length: \d+\r\n/, '')}${`10000\r\n${' '.repeat(65_536)}\r\n`.repeat(4)}`)).toMatch(REFUSED_OR_CUT_OFF), twin: rawTwin });
  attack('a body that never comes', { blocked: async () => expect(await raw(`${head('')}{`, { hold: true })).not.toContain(' 200 '), twin: rawTwin });
  for (const start of ['DELETE /graphql', 'GET /nothing', 'PUT /files/x', 'POST /nothing']) {
    attack(`a body that never comes, by ${start}`, { blocked: async () => expect(await raw(`${start} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`, { hold: true })).not.toContain('"data"'), twin: rawTwin });
  }
  attack('headers that never end', { blocked: async () => expect(await raw('POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-', { hold: true })).not.toContain(' 200 '), twin: rawTwin });
  attack('a header with a line of its own in it', { blocked: async () => expect(await raw(head('X-Bad: a\rSet-Cookie: b\r\n') + body)).toMatch(/^HTTP\/1\.1 400 /), twin: rawTwin });
  attack('an address that is none', { blocked: async () => { const answer = await raw('GET /graphql/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'); expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /); expect(answer).not.toMatch(/%zz|FST_/); }, twin: rawTwin });
  attack('a way out of the folder of GraphiQL', { blocked: async () => expect(await raw('GET /graphiql/..%2f..%2fpackage.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 /), twin: rawTwin });
});

const theirs405 = (answer: Answer): void => expect(answer.status).toBe(405);

describe('what is told in production', () => {
  const both = async (query: string): Promise<void> => theirs(await ask(production, query, {}, { token }));
  const inDevelopment = (query: string) => async (): Promise<void> => served(await ask(development, query, {}, { token }));
  for (const [what, query] of Object.entries({
    'the whole schema': getIntrospectionQuery(), 'a type': '{ __type(name: "Person") { fields { name } } }', 'the schema behind an alias': '{ a: __schema { types { name } } }',
    'the schema behind a fragment': '{ ...S } fragment S on Query { __schema { types { name } } }', 'the schema behind an inline fragment': '{ ... on Query { ... { __schema { types { name } } } } }',
  })) attack(what, { blocked: () => both(query), twin: inDevelopment(query) });
  attack('the schema by events', { blocked: async () => expect((await get(production, { query: '{ __schema { types { name } } }' }, { token, accept: 'text/event-stream', headers: { 'apollo-require-preflight': '1' } })).text).toContain('GRAPHQL_VALIDATION_FAILED'), twin: async () => expect((await get(development, { query: '{ __schema { types { name } } }' }, { token, accept: 'text/event-stream', headers: { 'apollo-require-preflight': '1' } })).text).toContain('PersonConnection') });
  for (const [what, query] of Object.entries({ 'a field that is nearly right': '{ placess { totalCount } }', 'an argument that is nearly right': '{ places(firsst: 1) { totalCount } }', 'a value of an enum that is nearly right': '{ persons(where: { sex: { eq: MALEE } }) { totalCount } }', 'a type that is nearly right': '{ node(id: "x") { ... on Persson { id } } }' })) {
    attack(`the name of ${what}`, { blocked: async () => { const { text, status } = await ask(production, query, {}, { token }); expect(status).toBe(400); expect(text).not.toMatch(/did you mean/i); }, twin: async () => expect((await ask(development, query, {}, { token })).text).toMatch(/did you mean/i) });
  }
  attack('GraphiQL', { blocked: async () => expect((await fetch(new URL('/', production.url))).status).toBe(404), twin: async () => expect((await fetch(new URL('/', development.url))).status).toBe(200) });
  attack('an error without an id', {
    blocked: async () => { for (const answer of [await ask(production, '{ no }'), await post(production, '{'), await read(await fetch(new URL('/nothing', production.url))), await ask(production, QUERY)]) expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code: expect.any(String), errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) } }] }); },
    twin,
  });
  attack('the stack of an error', { blocked: async () => { for (const query of ['{ no }', '{ persons(after: "x") { nodes { id } } }', '{ persons(first: 101) { totalCount } }']) expect((await ask(development, query, {}, { token })).text).not.toMatch(/stacktrace|\bat \/|node_modules|select /); }, twin });
});

describe('pages of other sites', () => {
  const asked = (server: RunningServer, origin: string): Promise<Response> => fetch(server.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
  attack('a page of a site that is not named', { blocked: async () => expect((await asked(named, 'https://evil.example')).headers.get('access-control-allow-origin')).not.toBe('https://evil.example'), twin: async () => expect((await asked(named, 'https://desk.example.org')).headers.get('access-control-allow-origin')).toBe('https://desk.example.org') });
  attack('a site whose name begins like one that is named', { blocked: async () => expect((await asked(named, 'https://desk.example.org.evil.example')).headers.get('access-control-allow-origin')).toBeNull(), twin: async () => expect((await asked(named, 'https://desk.example.org')).status).toBe(204) });
  attack('any page where no site is named', { blocked: async () => expect((await fetch(production.url, { method: 'POST', body, headers: { origin: 'https://desk.example.org', 'content-type': 'application/json', authorization: `Bearer ${token}` } })).headers.get('access-control-allow-origin')).toBeNull(), twin });
  attack('the origin null', { blocked: async () => expect((await asked(named, 'null')).headers.get('access-control-allow-origin')).toBeNull(), twin });
  attack('framing an answer, or guessing its type', { blocked: async () => { const { headers } = await good(); expect(headers.get('x-frame-options')).toBe('DENY'); expect(headers.get('x-content-type-options')).toBe('nosniff'); expect(headers.get('content-security-policy')).toContain("default-src 'none'"); expect(headers.get('strict-transport-security')).toContain('max-age=31536000'); expect(headers.get('x-powered-by')).toBeNull(); }, twin });
});

describe('where only trusted documents are answered', () => {
  const asking = (sent: object, as: { readonly token?: string } = { token }): Promise<Answer> => post(trusting, JSON.stringify({ variables: { n: 1 }, ...sent }), as);
  attack('another document', { blocked: async () => refused(await asking({ query: QUERY }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ query: TRUSTED })) });
  attack('a trusted document with one more field', { blocked: async () => refused(await asking({ query: TRUSTED.replace('id code', 'id code name') }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ query: `# laid out otherwise\n${TRUSTED.replaceAll(' ', '\n ')}` })) });
  attack('a trusted document with another operation beside it', { blocked: async () => refused(await asking({ query: `${TRUSTED} query B { modules { id } }`, operationName: 'B' }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ query: TRUSTED, operationName: 'Places' })) });
  attack('a hash that nobody trusts', { blocked: async () => refused(await asking({ documentId: `sha256:${'a'.repeat(64)}` }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ documentId: `sha256:${hashOf(parse(TRUSTED))}` })) });
  attack('another document beside the hash of a trusted one', { blocked: async () => refused(await asking({ query: QUERY, documentId: `sha256:${hashOf(parse(TRUSTED))}` }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ query: TRUSTED, documentId: `sha256:${hashOf(parse(TRUSTED))}` })) });
  attack('a hash that is a name of every object', { blocked: async () => refused(await asking({ documentId: 'constructor' }), 'DOCUMENT_NOT_TRUSTED'), twin: async () => served(await asking({ documentId: hashOf(parse(TRUSTED)) })) });
  attack('another document by events', { blocked: async () => expect((await post(trusting, JSON.stringify({ query: QUERY }), { token, accept: 'text/event-stream' })).status).toBe(400), twin: async () => expect((await post(trusting, JSON.stringify({ query: TRUSTED }), { token, accept: 'text/event-stream' })).text).toContain('event: complete') });
});
