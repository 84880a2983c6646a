import { createHash } from 'node:crypto';
import { parse, validate } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/kernel/server/http.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from './testing/attack.js';
import { everyOperation, withText, type Asked, type TextPlace } from './testing/hostile-inputs.js';
import { ask, get } from './testing/over-http.js';

let test: TestPlatform;
let server: RunningServer;
let admin: TestClient;
let bob: TestClient;
let operations: readonly Asked[];
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
beforeAll(async () => {
  test = await startTestPlatform({ workers: false, log, limits: { principalRate: { capacity: 1e9, perSecond: 1e9 }, addressRate: { capacity: 1e9, perSecond: 1e9 } } });
  server = await test.serve({ development: false });
  const permissions = test.platform.plan.modules.flatMap(({ permissions: all = [] }) => all.map(({ name }) => name));
  admin = test.as({ name: 'admin', permissions });
  bob = test.as({ name: 'bob', permissions });
  await admin.run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code message path } } }', { input: { places: [{ code: 'R', name: 'Region', level: 'region' }, { code: 'D', name: 'District', level: 'district', parentCode: 'R' }, { code: 'V', name: 'Village', level: 'village', parentCode: 'D' }] } });
  const ids = { person: await register('Ama'), place: '', household: '' };
  const { person } = await admin.run<{ person: { place: { id: string }; household: { id: string } | null } }>('query ($id: ID!) { person(by: { id: $id }) { place { id } household { id } } }', { id: ids.person });
  operations = everyOperation(test.platform.schema, { ids: { ...ids, place: person.place.id }, texts: { placeCode: 'V', code: 'V', parentCode: 'D', subject: 'nobody', role: 'registrar', level: 'village', language: 'en', currency: 'GHS', idempotencyKey: '' } });
});
afterAll(() => test?.stop());

/** What a text may be meant to become elsewhere: SQL, a path in JSON, a pattern, a formula, a page, a line of a log, commands of a terminal. */
const MEANT = '\'; drop table people.person; -- ") $1 %s {} {"a":"$.**"} \\u0000 \\ % _ * ? (a+)+$ =cmd|\'/C calc\'!A0 @SUM(1) <script>alert(1)</script> ${7*7} {{7*7}} ../../etc/passwd\r\n{"level":60}\u001b[2J\u009b31m\u2028\u202e\ufeff\u{1f4a9}';
/** Longer than a row of an index may be, and than it could be pressed together. */
const LONG = Array.from({ length: 150 }, (_, index) => createHash('sha256').update(String(index)).digest('hex')).join('');
const NUL = 'a\0b';
const HALF = 'a\ud83d';

/** @returns the id of a person of this name */
async function register(givenName: string): Promise<string> {
  const { personsRegister } = await admin.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }', { input: { placeCode: 'V', persons: [{ familyName: 'Mensah', givenName, sex: 'FEMALE' }] } });
  return personsRegister.persons[0]!.id;
}

/** What of an answer is no clear refusal: a fault of the server, or of the database. */
async function faultsOf({ field, document, variables }: Asked, places: readonly TextPlace[], text: string): Promise<readonly string[]> {
  const given = places.reduce((so, { path }) => withText(so, path, text), variables);
  const errors = await admin.send(document, given).then(({ errors: told }) => told, (error: unknown) => [{ code: 'THROWN', message: String(error) }]);
  return errors.filter(({ code }) => !REFUSALS.test(code)).map(({ code, message }) => `${field}(${places.map(({ path }) => path.join('.')).join()}): ${code} ${message}`.slice(0, 300));
}
const REFUSALS = /^(BAD_USER_INPUT|FORBIDDEN|LIMIT_EXCEEDED|RATE_LIMITED)$/;

const mutations = (): readonly Asked[] => operations.filter(({ document }) => document.startsWith('mutation'));
const queries = (): readonly Asked[] => operations.filter(({ document }) => document.startsWith('query'));
const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id givenName } userErrors { code path } } }';
const named = (givenName: string, more: object = {}): Readonly<Record<string, unknown>> => ({ input: { placeCode: 'V', persons: [{ familyName: 'Mensah', givenName, sex: 'FEMALE' }], ...more } });
const stored = async (name: string): Promise<void> => {
  const { persons } = await admin.run<{ persons: { nodes: object[] } }>('query ($id: ID!) { persons(where: { id: { eq: $id } }) { nodes { givenName } } }', { id: await register(name) });
  expect(persons.nodes).toEqual([{ givenName: name }]);
};

describe('every text that an operation takes', () => {
  it('is looked at: there are hundreds', () => expect(new Set(operations.flatMap(({ places }) => places.map(({ coordinate }) => coordinate))).size).toBeGreaterThan(500));
  it('is given in a form that is taken', () => expect(operations.filter(({ document }) => validate(test.platform.schema, parse(document)).length > 0)).toEqual([]));

  for (const [what, text] of [['what is meant to be something else', MEANT], ['more than fits into an index', LONG]] as const) {
    attack(`${what}, one by one in each place of what mutations take`, {
      blocked: async () => {
        const [found, tried] = [[] as string[], new Set<string>()];
        for (const asked of mutations()) {
          for (const place of asked.places.filter(({ coordinate }) => !tried.has(coordinate))) {
            tried.add(place.coordinate);
            found.push(...(await faultsOf(asked, [place], text)));
          }
        }
        expect(found).toEqual([]);
      },
      twin: () => stored('Efua'),
    });
  }
  for (const [what, text, of] of [['what is meant to be something else, in queries', MEANT, queries], ['the character U+0000', NUL, () => operations], ['half of a character', HALF, () => operations]] as const) {
    attack(`${what}, in all places at once`, {
      blocked: async () => {
        const found: string[] = [];
        for (const asked of of()) if (asked.places.length > 0) found.push(...(await faultsOf(asked, asked.places, text)));
        expect(found).toEqual([]);
      },
      twin: () => stored('Esi'),
    });
  }
  for (const [what, text] of [['U+0000', NUL], ['half of a character', HALF]] as const) {
    attack(`a name with ${what}, which PostgreSQL would change or not take`, {
      blocked: async () => expect(await admin.refuse(REGISTER, named(text))).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'persons', '0', 'givenName'] }]),
      twin: () => stored('\u{1f4a9}'),
    });
  }
  attack('a name that is meant to be something else', {
    blocked: () => stored(MEANT.slice(0, 100)),
    twin: async () => expect((await test.pool.query('select from people.person')).rowCount).toBeGreaterThan(0),
  });
  attack('a thousand orders, and one by a field that is none', {
    blocked: async () => {
      for (const orderBy of [Array.from({ length: 1_000 }, () => ({ familyName: 'ASC' })), [{ 'familyName; drop table x': 'ASC' }], [{ familyName: 'ASC; --' }], [{}], [{ familyName: 'ASC', givenName: 'ASC' }]]) {
        const { errors } = await admin.send('query ($orderBy: [PersonOrderBy!]) { persons(first: 1, orderBy: $orderBy) { totalCount } }', { orderBy });
        expect(errors.map(({ code }) => code)).toEqual(expect.arrayContaining(errors.length > 0 ? ['BAD_USER_INPUT'] : []));
      }
    },
    twin: () => admin.run('{ persons(first: 1, orderBy: [{ familyName: ASC }, { givenName: DESC }]) { totalCount } }'),
  });
});

describe('the log', () => {
  const HEADERS = ['user-agent', 'accept-language', 'traceparent', 'x-request-id', 'kinga-purpose', 'kinga-grant', 'referer', 'origin', 'cookie', 'authorization', 'accept'];
  attack('lines of one\'s own in it', {
    blocked: async () => {
      const token = await test.token({ role: 'registrar' });
      for (const name of HEADERS) {
        const answer = await ask(server, '{ __typename }', {}, { token, headers: { [name]: '\u009b31m{"level":60,"msg":"forged"}\u00e9 ${x} %0a' } });
        expect([name, answer.status < 500]).toEqual([name, true]);
      }
      await ask(server, 'query Forged { no }', { x: '\n{"msg":"forged"}' }, { token });
      await ask(server, `{ "\n${MEANT}" }`, {}, { token });
      await get(server, { query: '{ __typename }', operationName: '\n{"level":60,"msg":"forged"}' }, { token });
      await fetch(new URL('/%0a%1b[2J{"msg":"forged"}', server.url));
      for (const line of lines) {
        expect(line.endsWith('\n') && !/\p{Cc}|[\u2028\u2029]/u.test(line.slice(0, -1))).toBe(true);
        expect((JSON.parse(line) as { msg: string }).msg).not.toBe('forged');
      }
    },
    twin: () => expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain('request'),
  });
});

describe('idempotency keys', () => {
  const people = async (name: string): Promise<number> => (await test.pool.query('select from people.person where given_name = $1', [name])).rowCount ?? 0;
  const twin = async (): Promise<void> => {
    const name = `Twin ${(made += 1)}`;
    const both = [await admin.run(REGISTER, named(name, { idempotencyKey: `twin-${name}` })), await admin.run(REGISTER, named(name, { idempotencyKey: `twin-${name}` }))];
    expect(both[0]).toEqual(both[1]);
    expect(await people(name)).toBe(1);
  };
  let made = 0;

  attack('fifty at once with one key', {
    blocked: async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => admin.run(REGISTER, named('Raced', { idempotencyKey: 'one-key-of-fifty' }))));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(await people('Raced')).toBe(1);
    },
    twin,
  });
  attack('fifty at once with one key and fifty inputs', {
    blocked: async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => admin.send(REGISTER, named(`Mixed ${index}`, { idempotencyKey: 'one-key-of-many' }))));
      const refused = answers.filter(({ data }) => JSON.stringify(data).includes('IDEMPOTENCY_KEY_REUSED'));
      expect([refused.length, answers.flatMap(({ errors }) => errors)]).toEqual([49, []]);
      expect((await test.pool.query("select from people.person where given_name like 'Mixed %'")).rowCount).toBe(1);
    },
    twin,
  });
  attack('another input with a key that was used', {
    blocked: async () => {
      await admin.run(REGISTER, named('First', { idempotencyKey: 'used-before' }));
      expect(await admin.refuse(REGISTER, named('Second', { idempotencyKey: 'used-before' }))).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }]);
      expect(await people('Second')).toBe(0);
    },
    twin,
  });
  attack('somebody else\'s key, to have their answer', {
    blocked: async () => {
      const [mine, theirs] = [await admin.run<Registered>(REGISTER, named('Owned', { idempotencyKey: 'of-the-admin' })), await bob.run<Registered>(REGISTER, named('Owned', { idempotencyKey: 'of-the-admin' }))];
      expect(theirs.personsRegister.persons[0]!.id).not.toBe(mine.personsRegister.persons[0]!.id);
    },
    twin,
  });
  attack('a key used for another operation', {
    blocked: async () => {
      await admin.run(REGISTER, named('Crossed', { idempotencyKey: 'across-operations' }));
      const { placesRegister } = await admin.run<{ placesRegister: { places: { code: string }[] } }>('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { places { code } userErrors { code message path } } }', { input: { places: [{ code: 'V2', name: 'Village', level: 'village', parentCode: 'D' }], idempotencyKey: 'across-operations' } });
      expect(placesRegister.places).toEqual([{ code: 'V2' }]);
    },
    twin,
  });
  attack('a refusal that is kept, so that what is right is refused later', {
    blocked: async () => {
      await admin.refuse(REGISTER, named('Late', { placeCode: 'NOWHERE', idempotencyKey: 'after-a-refusal' }));
      await admin.run(REGISTER, named('Late', { idempotencyKey: 'after-a-refusal' }));
      expect(await people('Late')).toBe(1);
    },
    twin,
  });
  for (const [what, key] of [['of a megabyte', 'k'.repeat(1_000_000)], ['of seven letters', 'k'.repeat(7)], ['with U+0000', 'abcdefgh\0'], ['of 201 letters', 'k'.repeat(201)]] as const) {
    attack(`a key ${what}`, {
      blocked: async () => {
        expect(await admin.refuse(REGISTER, named('Keyed', { idempotencyKey: key }))).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'idempotencyKey'] }]);
        expect(await people('Keyed')).toBe(0);
      },
      twin: () => admin.run(REGISTER, named('Kept', { idempotencyKey: `k${made += 1}`.padEnd(200, 'x') })),
    });
  }
  attack('a key that is meant to be something else', { blocked: async () => void (await admin.run(REGISTER, named('Meant', { idempotencyKey: MEANT.slice(0, 100) }))), twin });
});

interface Registered {
  readonly personsRegister: { readonly persons: readonly { readonly id: string }[] };
}
