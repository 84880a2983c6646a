import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';
import { ask, post, refused, served, type Answer } from './testing/over-http.js';

let test: TestPlatform;
let server: RunningServer;
let token: string;
beforeAll(async () => {
  test = await startTestPlatform({ workers: false });
  server = await test.serve();
  token = await test.token({ role: 'registrar' });
});
afterAll(() => test?.stop());

/** The limits are those that a deployment has where it sets none. */
const send = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> => ask(server, query, variables, { token });
const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** A limit, by two operations that differ in one thing. */
function limit(name: string, above: () => Promise<Answer>, below: () => Promise<Answer>, { code = 'LIMIT_EXCEEDED', status = 400 } = {}): void {
  attack(name, { blocked: async () => refused(await above(), code, status), twin: async () => served(await below()) });
}

describe('the shape of an operation', () => {
  const deep = (levels: number): string => `{ places(first: 1) { nodes { ${'parent { '.repeat(levels - 3)} id ${'} '.repeat(levels - 3)} } } }`;
  limit('9 levels', () => send(deep(9)), () => send(deep(8)));
  const deepByFragment = (levels: number): string => `{ places(first: 1) { nodes { ...Up } } } fragment Up on Place { ${'parent { '.repeat(levels - 3)} id ${'} '.repeat(levels - 3)} }`;
  limit('9 levels, some in a fragment', () => send(deepByFragment(9)), () => send(deepByFragment(8)));
  const deepInline = (levels: number): string => `{ places(first: 1) { nodes { ${'... on Place { parent { '.repeat(levels - 3)} id ${'} } '.repeat(levels - 3)} } } }`;
  limit('9 levels through inline fragments', () => send(deepInline(9)), () => send(deepInline(8)));
  limit('9 levels, the ninth by a fragment in a fragment', () => send(`{ places(first: 1) { nodes { parent { parent { parent { ...A } } } } } } fragment A on Place { ...B } fragment B on Place { parent { ...C } } fragment C on Place { parent { parent { id } } }`), () => send(`{ places(first: 1) { nodes { parent { parent { parent { ...A } } } } } } fragment A on Place { ...B } fragment B on Place { parent { ...C } } fragment C on Place { parent { id } }`));
  limit('9 levels that a variable leaves out', () => send(`query ($off: Boolean!) { places(first: 1) @skip(if: $off) { nodes { ${'parent { '.repeat(6)} id ${'} '.repeat(6)} } } __typename }`, { off: true }), () => send(`query ($off: Boolean!) { places(first: 1) @skip(if: $off) { nodes { ${'parent { '.repeat(5)} id ${'} '.repeat(5)} } } __typename }`, { off: true }));
  limit('9 levels in an operation that is not meant', () => post(server, JSON.stringify({ query: `query A { __typename } query B ${deep(9)}`, operationName: 'A' }), { token }), () => post(server, JSON.stringify({ query: `query A { __typename } query B ${deep(8)}`, operationName: 'A' }), { token }));

  limit('16 aliases', () => send(`{ ${times(16, (index) => `a${index}: __typename`)} }`), () => send(`{ ${times(15, (index) => `a${index}: __typename`)} }`));
  const spread = (count: number): string => `{ ${times(count, (index) => `p${index}: places(first: 1) { nodes { ...Aliased } }`)} } fragment Aliased on Place { ${times(2, (index) => `x${index}: code`)} }`;
  limit('18 aliases, most in a fragment that is spread', () => send(spread(6)), () => send(spread(5)));
  limit('100 aliases of one look-up', () => send(`{ ${times(100, (index) => `a${index}: place(by: { code: "P${index}" }) { id }`)} }`), () => send(`{ ${times(15, (index) => `a${index}: place(by: { code: "P${index}" }) { id }`)} }`));

  limit('21 directives', () => send(`{ places(first: 1) { nodes { ${times(21, () => 'code @include(if: true)')} } } }`), () => send(`{ places(first: 1) { nodes { ${times(20, () => 'code @include(if: true)')} } } }`));
  limit('directives on fragments', () => send(`{ places(first: 1) { nodes { ${times(21, () => '... @include(if: true) { code }')} } } }`), () => send(`{ places(first: 1) { nodes { ${times(20, () => '... @include(if: true) { code }')} } } }`));
  limit('many unknown directives', () => send(`{ __typename ${times(300, () => '@no')} }`), () => send(`{ __typename ${times(2, (index) => (index === 0 ? '@skip(if: false)' : '@include(if: true)'))} }`));

  const roots = (count: number): string => `{ ${times(count, () => '__typename')} }`;
  limit('21 fields at the root', () => send(roots(21)), () => send(roots(20)));
  limit('700 type names', () => send(roots(700)), () => send(roots(8)));
  const tokens = (count: number): string => `{ places(first: 1 where: { code: { in: [${times(count - 23, () => '"x"')}] } }) { totalCount } }`;
  limit('1,501 tokens', () => send(tokens(1_501)), () => send(tokens(1_500)));

  const doubled = (levels: number): string => `{ places(first: 1) { nodes { ...F0 } } } ${times(levels, (index) => `fragment F${index} on Place { ${times(2, () => (index === levels - 1 ? 'id' : `...F${index + 1}`))} }`)}`;
  limit('fragments that double forty times', () => send(doubled(40)), () => send(doubled(5)));
  attack('fragments that hold each other', {
    blocked: async () => refused(await send('{ places(first: 1) { nodes { ...A } } } fragment A on Place { ...B } fragment B on Place { ...A }'), 'GRAPHQL_VALIDATION_FAILED'),
    twin: async () => served(await send('{ places(first: 1) { nodes { ...A ...B } } } fragment A on Place { ...B } fragment B on Place { id }')),
  });
  attack('a fragment that holds itself through a field', {
    blocked: async () => refused(await send('{ places(first: 1) { nodes { ...A } } } fragment A on Place { parent { ...A } }'), 'GRAPHQL_VALIDATION_FAILED'),
    twin: async () => served(await send('{ places(first: 1) { nodes { ...A } } } fragment A on Place { parent { id } }')),
  });
});

describe('the size of a request', () => {
  const padded = (bytes: number): string => { const query = '{ places(first: 1) { nodes { id } } } #'; return `${query}${'x'.repeat(bytes - query.length)}`; };
  limit('a document of 20,001 bytes', () => send(padded(20_001)), () => send(padded(20_000)), { status: 413 });
  limit('a document of 20,001 bytes in 6,667 characters', () => send(`{ __typename } #${'€'.repeat(6_662)}`), () => send(`{ __typename } #${'€'.repeat(6_600)}`), { status: 413 });
  const body = (bytes: number): string => { const text = JSON.stringify({ query: '{ __typename }', extensions: { pad: '' } }); return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`); };
  limit('a body of 100,001 bytes', () => post(server, body(100_001), { token }), () => post(server, body(100_000), { token }), { status: 413 });
  attack('a body of 100,001 bytes for a mutation that takes little, beside one that takes much', {
    blocked: async () => refused(await post(server, JSON.stringify({ query: 'mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } __typename }', variables: { input: { places: [{ code: 'x'.repeat(100_000), name: 'x', level: 'region' }] } } }), { token }), 'LIMIT_EXCEEDED', 413),
    twin: async () => expect((await post(server, JSON.stringify({ query: 'mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', variables: { input: { places: [{ code: 'x'.repeat(100_000), name: 'x', level: 'region' }] } } }), { token })).status).not.toBe(413),
  });
  const nested = (levels: number): object => Array.from({ length: levels }).reduce<object>((inner) => ({ not: inner }), { name: { eq: 'x' } });
  const filtered = 'query ($w: PlaceWhere) { places(first: 1, where: $w) { totalCount } }';
  limit('variables 26 levels deep', () => send(filtered, { w: nested(25) }), () => send(filtered, { w: nested(20) }), { code: 'BAD_USER_INPUT' });
  limit('variables 20,000 levels deep', () => post(server, `{"query":"query ($w: PlaceWhere) { places(where: $w) { totalCount } }","variables":{"w":${'{"not":'.repeat(10_000)}{}${'}'.repeat(10_000)}}}`, { token }), () => send(filtered, { w: {} }), { code: 'BAD_USER_INPUT' });
  limit('lists 40,000 levels deep in variables nobody asks for', () => post(server, `{"query":"{ __typename }","variables":{"w":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`), () => post(server, '{"query":"{ __typename }","variables":{"w":[[[]]]}}'), { code: 'BAD_USER_INPUT' });
  const literal = (levels: number): string => `{ places(first: 1, where: ${'{ not: '.repeat(levels)} {} ${'}'.repeat(levels)}) { totalCount } }`;
  limit('arguments 27 levels deep', () => send(literal(27)), () => send(literal(20)), { code: 'BAD_USER_INPUT' });
});

describe('the cost of an operation', () => {
  limit('pages of 100 in pages of 100 in pages of 100', () => send('{ places(first: 100) { nodes { households(first: 100) { nodes { members(first: 100) { nodes { id } } } } } } }'), () => send('{ places(first: 20) { nodes { households(first: 10) { nodes { members(first: 10) { nodes { id } } } } } } }'));
  limit('the same in variables', () => send('query ($n: Int!) { places(first: $n) { nodes { households(first: $n) { nodes { members(first: $n) { nodes { id } } } } } } }', { n: 100 }), () => send('query ($n: Int!) { places(first: $n) { nodes { households(first: $n) { nodes { members(first: $n) { nodes { id } } } } } } }', { n: 10 }));
  limit('the same by default values', () => send('query ($n: Int = 100) { places(first: $n) { nodes { households(last: $n) { nodes { members(first: $n) { nodes { id } } } } } } }'), () => send('query ($n: Int = 5) { places(first: $n) { nodes { households(last: $n) { nodes { members(first: $n) { nodes { id } } } } } } }'));
  limit('the same by edges and fragments', () => send('{ places(first: 100) { edges { node { ...H } } } } fragment H on Place { households(first: 100) { edges { node { ...M } } } } fragment M on Household { members(first: 100) { totalCount } code }'), () => send('{ places(first: 10) { edges { node { ...H } } } } fragment H on Place { households(first: 10) { edges { node { ...M } } } } fragment M on Household { members(first: 10) { totalCount } code }'));
  limit('many pages side by side', () => send(`{ ${times(15, (index) => `a${index}: places(first: 100) { nodes { households(first: 20) { nodes { id } } } }`)} }`), () => send(`{ ${times(5, (index) => `a${index}: places(first: 100) { nodes { households(first: 20) { nodes { id } } } }`)} }`));
  limit('100 ids with pages', () => send('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Place { households(first: 100) { nodes { members(first: 3) { nodes { id } } } } } } }', { ids: Array.from({ length: 100 }, () => 'place_018f000000007000800000000000000a') }), () => send('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Place { households(first: 100) { nodes { members(first: 3) { nodes { id } } } } } } }', { ids: ['place_018f000000007000800000000000000a'] }));
  attack('a page of 101 rows', {
    blocked: async () => refused(await send('{ places(first: 101) { nodes { id } } }'), 'BAD_USER_INPUT'),
    twin: async () => served(await send('{ places(first: 100) { nodes { id } } }')),
  });
  attack('what @skip leaves out until a variable says otherwise', {
    blocked: async () => refused(await send('query ($off: Boolean!) { places(first: 100) @skip(if: $off) { nodes { households(first: 100) { nodes { members(first: 100) { nodes { id } } } } } } __typename }', { off: false }), 'LIMIT_EXCEEDED'),
    twin: async () => served(await send('query ($off: Boolean!) { places(first: 100) @skip(if: $off) { nodes { households(first: 100) { nodes { members(first: 100) { nodes { id } } } } } } __typename }', { off: true })),
  });
  attack('a fragment first seen where it is skipped', {
    blocked: async () => refused(await send('query ($off: Boolean!) { ...All @skip(if: $off) ...All __typename } fragment All on Query { places(first: 100) { nodes { households(first: 100) { nodes { members(first: 100) { nodes { id } } } } } } }', { off: true }), 'LIMIT_EXCEEDED'),
    twin: async () => served(await send('query ($off: Boolean!) { ...All @skip(if: $off) __typename } fragment All on Query { places(first: 100) { nodes { households(first: 100) { nodes { members(first: 100) { nodes { id } } } } } } }', { off: true })),
  });
  attack('a cost that is not told', {
    blocked: async () => expect((await send('{ places(first: 40) { nodes { id } } }')).extensions['cost']).toEqual({ requested: 42, limit: 20_000 }),
    twin: async () => {
      const query = 'query ($n: Int) { places(first: $n) { nodes { id } } }';
      const { data } = await send('query ($query: String!, $variables: String) { queryCost(query: $query, variables: $variables) { requested limit allowed } }', { query, variables: '{"n":40}' });
      expect(data).toEqual({ queryCost: { requested: 42, limit: 20_000, allowed: true } });
    },
  });
  attack('a cost that is told otherwise than it is taken', {
    blocked: async () => {
      const asked: readonly (readonly [query: string, variables?: object])[] = [
        ['{ __typename }'], ['{ places { nodes { id } } }'], ['query ($n: Int = 7) { places(first: $n) { edges { node { households { totalCount } } } } }'], ['query ($n: Int = 7) { places(first: $n) { totalCount } }', { n: null }],
        ['query ($off: Boolean!) { places(first: 50) @skip(if: $off) { nodes { ...P } } } fragment P on Place { parent { children(first: 3) { nodes { id } } } }', { off: false }],
        ['query ($off: Boolean!) { places(first: 50) @skip(if: $off) { nodes { ...P } } } fragment P on Place { parent { children(first: 3) { nodes { id } } } }', { off: true }],
        ['query ($w: PlaceWhere) { a: places(first: 2, where: $w) { totalCount } b: places(last: 3) { pageInfo { hasNextPage } } }', { w: { or: [{ code: { eq: 'a' } }, { name: { contains: 'b' } }] } }],
        ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['place_018f000000007000800000000000000a', 'place_018f000000007000800000000000000b'] }],
      ];
      for (const [query, variables] of asked) {
        const { extensions } = await send(query, { ...variables });
        const { data } = await send('query ($query: String!, $variables: String) { queryCost(query: $query, variables: $variables) { requested } }', { query, ...(variables && { variables: JSON.stringify(variables) }) });
        expect([query, data]).toEqual([query, { queryCost: { requested: extensions['cost']?.requested } }]);
      }
    },
    twin: async () => served(await send('{ queryCost(query: "{ places { nodes { id } } }") { requested allowed } }')),
  });
  attack('a cost asked for by variables that say a name twice', {
    blocked: async () => refused(await send('query ($v: String) { queryCost(query: "query ($n: Int) { places(first: $n) { nodes { id } } }", variables: $v) { requested } }', { v: '{"n":1,"n":100}' }), 'BAD_USER_INPUT'),
    twin: async () => served(await send('query ($v: String) { queryCost(query: "query ($n: Int) { places(first: $n) { nodes { id } } }", variables: $v) { requested } }', { v: '{"n":1,"m":100}' })),
  });
});
