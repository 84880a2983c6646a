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
      const [{ status, ...nobody }, { status: _status, ...somebody }] = [await token(form({ ...known, code: 'nobody' })), await token(form({ ...known, secret: 'x' }))];
      expect([status, nobody]).toEqual([401, somebody]);
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
      const { data } = await ask(of.urls[0], RENEW, admin, { input: { id: known.id } });
      const { secret } = (data as { serviceAccountSecretRenew: { secret: string } }).serviceAccountSecretRenew;
      expect((await asks(given)).status).toBe(401);
      expect(await token(form(known))).toMatchObject(wrong);
      expect(await token(form({ ...known, secret }))).toMatchObject({ status: 200 });
    },
    twin: async () => {
      const known = await account();
      const given = await token(form(known));
      await ask(of.urls[0], RENEW, admin, { input: { id: known.id, oldHours: 1 } });
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
    twin: async () => expect(await ask(of.urls[0], RENEW, admin, { input: { id: (await account()).id } })).toMatchObject({ data: { serviceAccountSecretRenew: { secret: expect.stringMatching(/^kinga_/) } } }),
  });
});
