import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { granting } from '../access/testing/granting.js';
import { ask, asPage, signedIn, world, type Answer, type World } from '../access/testing/signed-in.js';
import { attack } from './testing/attack.js';

const REGISTER = 'mutation ($input: ServiceAccountRegisterInput!) { serviceAccountRegister(input: $input) { secret serviceAccount { id code user { id kind subject } } userErrors { code path } } }';
const RENEW = 'mutation ($input: ServiceAccountSecretRenewInput!) { serviceAccountSecretRenew(input: $input) { secret userErrors { code path } } }';
const CLOSE = 'mutation ($input: ServiceAccountCloseInput!) { serviceAccountClose(input: $input) { serviceAccount { closedAt } userErrors { code path } } }';
const PERSONS = '{ persons(first: 1) { totalCount } }';
const PLACES = '{ places(first: 1) { totalCount } }';
const ME = '{ me { subject permissions } }';

interface Account {
  readonly id: string;
  readonly code: string;
  readonly secret: string;
  readonly user: string;
}

let of: World;
let admin: Record<string, string>;
let made = 0;
beforeAll(async () => {
  of = await world();
  admin = asPage(await signedIn(of, 'admin@example.org'));
  await granting(of).role('reporter', ['people.persons.read', 'people.places.read']);
});
afterAll(() => of?.stop());

/** A service account that may read persons and places everywhere. */
async function account(more: object = {}): Promise<Account> {
  const code = `reports-${(made += 1)}`;
  const { data } = await ask(of.urls[0], REGISTER, admin, { input: { code, description: 'made up for a test', ...more } });
  const { secret, serviceAccount } = (data as { serviceAccountRegister: { secret: string; serviceAccount: { id: string; user: { id: string } } } }).serviceAccountRegister;
  await granting(of).give(serviceAccount.user.id, 'reporter', { everyPlace: true, everyOrganisation: true, everyProgramme: true });
  return { id: serviceAccount.id, code, secret, user: serviceAccount.user.id };
}

interface Given {
  readonly status: number;
  readonly access_token?: string;
  readonly error?: string;
  readonly errorId?: string;
  readonly scope?: string;
}

async function token(form: Record<string, string> | string, headers: Record<string, string> = {}): Promise<Given> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const answer = await fetch(`${of.urls[0]}/auth/token`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });
  return { status: answer.status, ...((await answer.json()) as object) };
}
const GRANT = { grant_type: 'client_credentials' };
const form = ({ code, secret }: Account, more: object = {}): Record<string, string> => ({ ...GRANT, client_id: code, client_secret: secret, ...more });
const basic = ({ code, secret }: Pick<Account, 'code' | 'secret'>): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${code}:${secret}`).toString('base64')}` });
const by = ({ access_token: given = '' }: Given): Record<string, string> => ({ authorization: `Bearer ${given}` });
const asks = (given: Given, query = PERSONS, url = of.urls[0]): Promise<Answer> => ask(url, query, by(given));
const wrong = { status: 401, error: 'invalid_client' };

const served = async (): Promise<void> => {
  const given = await token(form(await account()));
  expect(given).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 900 });
  for (const url of of.urls) expect(await asks(given, PERSONS, url)).toEqual({ status: 200, data: { persons: { totalCount: 0 } } });
};

describe('who is no service account', () => {
  attack('with another secret', { blocked: async () => expect(await token(form({ ...(await account()), secret: `kinga_${'a'.repeat(43)}` }))).toMatchObject(wrong), twin: served });
  attack('with the secret of another account', { blocked: async () => expect(await token(form({ ...(await account()), secret: (await account()).secret }))).toMatchObject(wrong), twin: served });
  attack('with an id of nobody, which is not told from a wrong secret', {
    blocked: async () => {
      const known = await account();
      const [{ errorId, ...nobody }, somebody] = [await token(form({ ...known, code: 'nobody' })), await token(form({ ...known, secret: 'x' }))];
      expect(somebody).toEqual({ ...nobody, status: 401, errorId: expect.not.stringMatching(String(errorId)) });
    },
    twin: served,
  });
  attack('with SQL for an id', { blocked: async () => expect(await token(form({ ...(await account()), code: "' or true --" }))).toMatchObject(wrong), twin: served });
  attack('without a secret', { blocked: async () => expect(await token({ ...GRANT, client_id: (await account()).code })).toMatchObject(wrong), twin: served });
  attack('with a secret in the header and another in the form', {
    blocked: async () => {
      const known = await account();
      expect(await token(form(known), basic({ ...known, secret: 'x' }))).toMatchObject({ status: 400, error: 'invalid_request' });
    },
    twin: async () => expect(await token(GRANT, basic(await account()))).toMatchObject({ status: 200 }),
  });
  attack('with two ids', { blocked: async () => expect(await token(`${new URLSearchParams(form(await account()))}&client_id=other`)).toMatchObject({ status: 400, error: 'invalid_request' }), twin: served });
  attack('with a hash out of the database for a secret', {
    blocked: async () => {
      const known = await account();
      const { rows } = await of.pool.query<{ hash: string }>("select encode(secret_hash, 'hex') as hash from access.service_account where code = $1", [known.code]);
      expect(await token(form({ ...known, secret: rows[0]?.hash ?? '' }))).toMatchObject(wrong);
    },
    twin: served,
  });
  attack('by the password of somebody', { blocked: async () => expect(await token({ ...form(await account()), grant_type: 'password', username: 'clerk', password: 'x' })).toMatchObject({ status: 400, error: 'unsupported_grant_type' }), twin: served });
  attack('with a form to /graphql, which takes none', {
    blocked: async () => {
      const body = new URLSearchParams({ query: PERSONS }).toString();
      const answer = await fetch(`${of.urls[0]}/graphql`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', ...by(await token(form(await account()))) }, body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
    twin: served,
  });
});

describe('a token of a service account', () => {
  attack('has no permission beyond its scopes', {
    blocked: async () => {
      const given = await token(form(await account(), { scope: 'people.persons.read' }));
      expect(given.scope).toBe('people.persons.read');
      expect((await asks(given, PLACES)).status).toBe(403);
      expect((await asks(given, ME)).data).toEqual({ me: { subject: expect.stringMatching(/^service:reports-/), permissions: ['people.persons.read'] } });
    },
    twin: async () => expect((await asks(await token(form(await account(), { scope: 'people.persons.read people.places.read' })), PLACES)).status).toBe(200),
  });
  attack('gains nothing by a scope that its account was not granted', {
    blocked: async () => {
      const given = await token(form(await account(), { scope: 'people.persons.read access.sessions.end' }));
      expect((await asks(given, ME)).data).toMatchObject({ me: { permissions: ['people.persons.read'] } });
    },
    twin: served,
  });
  attack('is not given for scopes beyond those of its account', {
    blocked: async () => expect(await token(form(await account({ scopes: ['people.persons.read'] }), { scope: 'people.places.read' }))).toMatchObject({ status: 400, error: 'invalid_scope' }),
    twin: async () => {
      const given = await token(form(await account({ scopes: ['people.persons.read'] })));
      expect(given.scope).toBe('people.persons.read');
      expect([(await asks(given)).status, (await asks(given, PLACES)).status]).toEqual([200, 403]);
    },
  });
  attack('is not given for a scope that there is not', { blocked: async () => expect(await token(form(await account(), { scope: 'people.*' }))).toMatchObject({ status: 400, error: 'invalid_scope' }), twin: served });
  attack('signs in no browser', {
    blocked: async () => {
      const { access_token: given } = await token(form(await account()));
      expect((await ask(of.urls[0], PERSONS, { cookie: `kinga-session=${given}`, 'kinga-csrf': '1' })).status).toBe(401);
    },
    twin: served,
  });
  attack('ends with its quarter of an hour', {
    blocked: async () => {
      const given = await token(form(await account()));
      of.setNow('2026-03-01T12:15:01Z');
      expect((await asks(given).finally(() => of.setNow('2026-03-01T12:00:00Z'))).status).toBe(401);
    },
    twin: async () => {
      const given = await token(form(await account()));
      of.setNow('2026-03-01T12:14:00Z');
      expect((await asks(given).finally(() => of.setNow('2026-03-01T12:00:00Z'))).status).toBe(200);
    },
  });
  attack('ends at once with its account, in every process', {
    blocked: async () => {
      const known = await account();
      const given = await token(form(known));
      for (const url of of.urls) expect((await asks(given, PERSONS, url)).status).toBe(200);
      expect(await ask(of.urls[0], CLOSE, admin, { input: { id: known.id } })).toMatchObject({ data: { serviceAccountClose: { serviceAccount: { closedAt: expect.any(String) }, userErrors: [] } } });
      for (const url of of.urls) for (const query of [PERSONS, ME]) expect((await asks(given, query, url)).status).toBe(401);
      expect(await token(form(known))).toMatchObject(wrong);
    },
    twin: served,
  });
  attack('by a secret that was renewed', {
    blocked: async () => {
      const known = await account();
      const given = await token(form(known));
      const { serviceAccountSecretRenew: { secret } } = await granting(of).admin.run<{ serviceAccountSecretRenew: { secret: string } }>(RENEW, { input: { id: known.id } });
      expect((await asks(given)).status).toBe(401);
      expect(await token(form(known))).toMatchObject(wrong);
      expect(await token(form({ ...known, secret }))).toMatchObject({ status: 200 });
    },
    twin: async () => {
      const known = await account();
      const given = await token(form(known));
      await granting(of).admin.run(RENEW, { input: { id: known.id, oldHours: 1 } });
      expect([(await asks(given)).status, (await token(form(known))).status]).toEqual([200, 200]);
      of.setNow('2026-03-01T13:00:01Z');
      expect(await token(form(known)).finally(() => of.setNow('2026-03-01T12:00:00Z'))).toMatchObject(wrong);
    },
  });
});

describe('a secret', () => {
  attack('is not told a second time under an idempotency key, nor kept in the database', {
    blocked: async () => {
      const input = { code: `reports-${(made += 1)}`, description: 'made up for a test', idempotencyKey: `register-${made}` };
      const [first, again] = [await ask(of.urls[0], REGISTER, admin, { input }), await ask(of.urls[0], REGISTER, admin, { input })];
      const secretOf = ({ data }: Answer): string | null => (data as { serviceAccountRegister: { secret: string | null } }).serviceAccountRegister.secret;
      expect(secretOf(again)).toBeNull();
      const secret = secretOf(first)?.slice(6) ?? '';
      expect(secret).toHaveLength(43);
      const { rows } = await of.pool.query<{ name: string }>("select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'");
      for (const { name } of rows) expect((await of.pool.query(`select 1 from ${name} t where position($1 in to_jsonb(t)::text) > 0`, [secret])).rows, name).toEqual([]);
    },
    twin: served,
  });
  attack('is given by nobody who may not', {
    blocked: async () => expect((await ask(of.urls[0], RENEW, asPage(await signedIn(of, 'clerk@example.org')), { input: { id: (await account()).id } })).status).toBe(403),
    twin: async () => expect(await granting(of).admin.run(RENEW, { input: { id: (await account()).id } })).toMatchObject({ serviceAccountSecretRenew: { secret: expect.stringMatching(/^kinga_/) } }),
  });
  attack('is given by nobody who lacks what the account was granted, nor a key', {
    blocked: async () => {
      const { id } = await account();
      const { jwk } = await pair();
      const told = [await ask(of.urls[0], RENEW, admin, { input: { id } }), await ask(of.urls[0], ADD_KEY, admin, { input: { id, jwk } })];
      expect(JSON.stringify(told).match(/SERVICE_ACCOUNT_BEYOND_PERMISSIONS/g)).toHaveLength(2);
    },
    // Its scopes leave of what it was granted what the officer has too.
    twin: async () => {
      const narrow = await account({ scopes: ['access.users.read'] });
      expect(await ask(of.urls[0], RENEW, admin, { input: { id: narrow.id } })).toMatchObject({ data: { serviceAccountSecretRenew: { secret: expect.stringMatching(/^kinga_/), userErrors: [] } } });
    },
  });
});

const ADD_KEY = 'mutation ($input: ServiceAccountKeyAddInput!) { serviceAccountKeyAdd(input: $input) { serviceAccountKey { id kid algorithm endedAt } userErrors { code path } } }';
const END_KEY = 'mutation ($input: ServiceAccountKeyEndInput!) { serviceAccountKeyEnd(input: $input) { serviceAccountKey { endedAt } userErrors { code path } } }';
const NOW = Date.parse('2026-03-01T12:00:00Z') / 1000;

interface Pair {
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public key as it is registered. */
  readonly jwk: string;
}
async function pair(algorithm = 'ES256'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, privateKey, publicKey, jwk: JSON.stringify({ ...(await exportJWK(publicKey)), alg: algorithm }) };
}
interface Keyed extends Account, Pair {
  readonly kid: string;
  readonly key: string;
}
async function keyed(algorithm = 'ES256', endsSecret = true): Promise<Keyed> {
  const [known, made] = [await account(), await pair(algorithm)];
  const { serviceAccountKeyAdd: { serviceAccountKey: { id: key, kid } } } = await granting(of).admin.run<{ serviceAccountKeyAdd: { serviceAccountKey: { id: string; kid: string } } }>(ADD_KEY, { input: { id: known.id, jwk: made.jwk, endsSecret } });
  return { ...known, ...made, kid, key };
}
let shown = 0;
interface Said {
  readonly by?: CryptoKey | Uint8Array;
  readonly alg?: string;
  readonly kid?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}
/** What an account signs of itself; `claims` says what it says otherwise, undefined for not at all. */
function assertion({ code, privateKey, algorithm }: Keyed, { by: key = privateKey, alg = algorithm, kid, claims = {} }: Said = {}): Promise<string> {
  const said = { iss: code, sub: code, aud: `${of.urls[0]}/auth/token`, jti: `jti-${(shown += 1)}`, iat: NOW, exp: NOW + 60, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(said)) as Record<string, unknown>).setProtectedHeader({ alg, ...(kid !== undefined && { kid }) }).sign(key);
}
const ASSERTS = { ...GRANT, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' };
const shows = async (signed: string | Promise<string>, more: Record<string, string> = {}): Promise<Given> => token({ ...ASSERTS, client_assertion: await signed, ...more });

const servedByKey = async (): Promise<void> => {
  const given = await shows(assertion(await keyed()));
  expect(given).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 900 });
  expect((await asks(given)).status).toBe(200);
};
/** Refused as whoever shows a wrong secret is. */
const refused = (what: (of: Keyed) => string | Promise<string>, more: Record<string, string> = {}) => async (): Promise<void> => expect(await shows(what(await keyed()), more)).toMatchObject(wrong);

describe('an assertion in place of a secret', () => {
  attack('shown a second time, also to another process', {
    blocked: async () => {
      const signed = await assertion(await keyed());
      expect((await shows(signed)).status).toBe(200);
      expect(await shows(signed)).toMatchObject(wrong);
      const body = new URLSearchParams({ ...ASSERTS, client_assertion: signed });
      expect((await fetch(`${of.urls[1]}/auth/token`, { method: 'POST', body })).status).toBe(401);
    },
    twin: async () => {
      const known = await keyed();
      expect([(await shows(assertion(known))).status, (await shows(assertion(known))).status]).toEqual([200, 200]);
    },
  });
  attack('shown twice at once', {
    blocked: async () => {
      const signed = await assertion(await keyed());
      expect((await Promise.all(Array.from({ length: 6 }, () => shows(signed)))).map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
    },
    twin: servedByKey,
  });
  attack('by another key', { blocked: refused(async (known) => assertion(known, { by: (await pair()).privateKey })), twin: servedByKey });
  attack('by the key of another account', { blocked: refused(async (known) => assertion(known, { by: (await keyed()).privateKey })), twin: servedByKey });
  attack('of one account for another', { blocked: refused(async (known) => assertion(known, { claims: { sub: (await keyed()).code } })), twin: servedByKey });
  attack('for another client id', {
    blocked: async () => expect(await shows(assertion(await keyed()), { client_id: (await account()).code })).toMatchObject(wrong),
    twin: async () => {
      const known = await keyed();
      expect((await shows(assertion(known), { client_id: known.code })).status).toBe(200);
    },
  });
  attack('that nothing signed', {
    blocked: refused(({ code }) => new UnsecuredJWT({ jti: 'x' }).setIssuer(code).setSubject(code).setAudience(`${of.urls[0]}/auth/token`).setExpirationTime(NOW + 60).encode()),
    twin: servedByKey,
  });
  attack('signed by the public key as if it were a shared one', {
    blocked: async () => {
      for (const secret of [async (known: Keyed) => exportSPKI(known.publicKey), async (known: Keyed) => known.jwk]) {
        const known = await keyed('RS256');
        expect(await shows(assertion(known, { alg: 'HS256', by: new TextEncoder().encode(await secret(known)) }))).toMatchObject(wrong);
      }
      const known = await keyed();
      const [head, body] = (await assertion(known)).split('.') as [string, string];
      const forged = `${Buffer.from(JSON.stringify({ alg: 'HS256' })).toString('base64url')}.${body}`;
      expect(await shows(`${forged}.${createHmac('sha256', known.jwk).update(forged).digest('base64url')}`)).toMatchObject(wrong);
      expect(head).not.toBe('');
    },
    twin: async () => expect((await shows(assertion(await keyed('RS256')))).status).toBe(200),
  });
  attack('by another algorithm of the same key', {
    blocked: async () => {
      const known = await keyed('PS256');
      const otherwise = (await importJWK(await exportJWK(known.privateKey), 'RS256')) as CryptoKey;
      expect(await shows(assertion(known, { by: otherwise, alg: 'RS256' }))).toMatchObject(wrong);
    },
    twin: async () => {
      for (const algorithm of ['PS256', 'EdDSA', 'ES384']) expect((await shows(assertion(await keyed(algorithm)))).status, algorithm).toBe(200);
    },
  });
  attack('that brings its key along', {
    blocked: refused(async (known) => {
      const stranger = await pair();
      return new SignJWT({ jti: 'own' }).setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(stranger.publicKey) }).setIssuer(known.code).setSubject(known.code).setAudience(`${of.urls[0]}/auth/token`).setExpirationTime(NOW + 60).sign(stranger.privateKey);
    }),
    twin: async () => {
      const known = await keyed();
      expect((await shows(assertion(known, { kid: known.kid }))).status).toBe(200);
    },
  });
  attack('by a kid with U+0000', { blocked: refused((known) => assertion(known, { kid: 'a\0b' })), twin: servedByKey });
  attack('whose name holds U+0000, a second time', {
    blocked: async () => {
      const known = await keyed();
      const signed = await assertion(known, { claims: { jti: 'once\0only' } });
      expect([(await shows(signed)).status, (await shows(signed)).status]).toEqual([200, 401]);
    },
    twin: servedByKey,
  });
  attack('by a kid of nobody', { blocked: refused((known) => assertion(known, { kid: "' or true --" })), twin: servedByKey });
  for (const [what, claims] of Object.entries({
    'made for another server': { aud: 'https://other.example.org/auth/token' }, 'made for several': { aud: ['both'] }, 'made for nobody': { aud: undefined },
    'that has expired': { iat: NOW - 120, exp: NOW - 60 }, 'that holds for a day': { exp: NOW + 86_400 }, 'that never expires': { exp: undefined },
    'that is not good yet': { nbf: NOW + 120 }, 'without a name': { jti: undefined }, 'with an empty name': { jti: '' }, 'of another issuer': { iss: 'nobody' },
    'of an account whose code holds U+0000': { iss: 'a\0b', sub: 'a\0b' }, 'of an account that is a list': { sub: ['a'] }, 'of an account that is a number': { sub: 1 },
  } as Readonly<Record<string, Readonly<Record<string, unknown>>>>)) {
    attack(what, {
      blocked: refused((known) => assertion(known, { claims: Array.isArray(claims['aud']) ? { aud: [`${of.urls[0]}/auth/token`, 'https://other.example.org'] } : claims })),
      twin: servedByKey,
    });
  }
  attack('of a key that was ended, whose tokens end too', {
    blocked: async () => {
      const known = await keyed();
      const given = await shows(assertion(known));
      await granting(of).admin.run(END_KEY, { input: { id: known.key } });
      expect((await asks(given)).status).toBe(401);
      expect(await shows(assertion(known))).toMatchObject(wrong);
    },
    twin: servedByKey,
  });
  attack('beside a secret', {
    blocked: async () => {
      const known = await keyed('ES256', false);
      expect(await shows(assertion(known), { client_secret: known.secret })).toMatchObject(wrong);
      expect(await token({ ...form(known), client_assertion: await assertion(known) })).toMatchObject(wrong);
    },
    twin: async () => {
      const known = await keyed('ES256', false);
      expect([(await shows(assertion(known))).status, (await token(form(known))).status]).toEqual([200, 200]);
    },
  });
  attack('whose account has a key alone: its old secret', { blocked: async () => expect(await token(form(await keyed()))).toMatchObject(wrong), twin: servedByKey });
  attack('of which nothing can be read', {
    blocked: async () => {
      for (const text of ['', 'x', 'a.b.c', `${'e'.repeat(5000)}.e30.x`]) expect((await shows(text)).status).toBeGreaterThanOrEqual(400);
    },
    twin: servedByKey,
  });
});

describe('a key', () => {
  const add = async (jwk: string): Promise<unknown> => granting(of).admin.refuse(ADD_KEY, { input: { id: (await account()).id, jwk } });
  const coded = (code: string): unknown => [expect.objectContaining({ code })];
  attack('that is private is not kept', { blocked: async () => expect(await add(JSON.stringify(await exportJWK((await pair()).privateKey)))).toEqual(coded('KEY_NOT_PUBLIC')), twin: servedByKey });
  attack('that is shared, short, off its curve or none at all is not taken', {
    blocked: async () => {
      const { n: _n, ...rsa } = JSON.parse((await pair('RS256')).jwk) as { n: string };
      const point = JSON.parse((await pair()).jwk) as { x: string };
      expect(await add(JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }))).toEqual(coded('KEY_NOT_PUBLIC'));
      for (const jwk of [JSON.stringify({ ...rsa, n: Buffer.alloc(128, 255).toString('base64url') }), JSON.stringify({ ...point, x: Buffer.alloc(32, 1).toString('base64url') }), JSON.stringify({ ...point, alg: 'HS256' }), '[]', 'null', 'x', '{}']) {
        expect(await add(jwk), jwk).toEqual(coded('KEY_UNUSABLE'));
      }
    },
    twin: servedByKey,
  });
});
