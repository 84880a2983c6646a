import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openPending, sealPending, type Pending } from '../../src/access/sign-in/pending.js';
import { browser, type Browser } from '../access/testing/browser.js';
import type { ToSign } from '../access/testing/issuer-process.js';
import { ask, asPage, signedIn, world, type World } from '../access/testing/signed-in.js';
import { attack } from './testing/attack.js';

let of: World;
let keys: { readonly jwk: object; readonly pem: string; readonly kid: string; readonly rsa: string; readonly rsaKid: string };
let foreign: { readonly jwk: object };
beforeAll(async () => {
  of = await world();
  keys = await of.issuer.ask('public');
  foreign = await of.issuer.ask('foreign');
});
afterAll(() => of?.stop());

const ME = '{ me { subject } }';
const now = (): number => Math.floor(Date.now() / 1000);
const payload = (more: object = {}): Record<string, unknown> =>
  ({ iss: of.issuer.url, aud: 'kinga', sub: 'clerk@example.org', iat: now(), exp: now() + 3600, roles: ['registrar'], ...more });
const signed = (more: object = {}, how: Omit<ToSign, 'payload'> = {}): Promise<string> => of.issuer.sign({ payload: payload(more), ...how });
const bearer = (token: string, scheme = 'Bearer'): Promise<{ status: number; data?: unknown }> => ask(of.urls[0], ME, { authorization: `${scheme} ${token}` });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function refused(token: string | Promise<string>): Promise<void> {
  expect(await bearer(await token)).toMatchObject({ status: 401, errors: [{ message: expect.stringContaining('is not valid'), extensions: { code: 'UNAUTHENTICATED' } }] });
}
async function served(token: string | Promise<string>): Promise<void> {
  expect(await bearer(await token)).toEqual({ status: 200, data: { me: { subject: 'clerk@example.org' } } });
}
const good = (): Promise<void> => served(signed());
const onceWithout = (name: string): Record<string, unknown> => Object.fromEntries(Object.entries(payload()).filter(([key]) => key !== name));

describe('a forged token', () => {
  for (const alg of ['none', 'None', 'NONE']) {
    attack(`unsigned, of the algorithm ${alg}`, { blocked: () => refused(`${part({ alg, typ: 'at+jwt', kid: keys.kid })}.${part(payload())}.`), twin: good });
  }
  const confused = (secret: string, kid: string, alg = 'HS256'): string => {
    const text = `${part({ alg, typ: 'at+jwt', kid })}.${part(payload())}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  attack('HS256, by the public elliptic key as its secret', { blocked: () => refused(confused(keys.pem, keys.kid)), twin: good });
  attack('HS256, by the public RSA key as its secret', { blocked: () => refused(confused(keys.rsa, keys.rsaKid)), twin: () => served(signed({}, { by: 'rsa' })) });
  attack('HS256 under the name RS256', { blocked: () => refused(confused(keys.rsa, keys.rsaKid, 'RS256')), twin: () => served(signed({}, { by: 'rsa' })) });
  attack('by a key that it brings along (jwk)', { blocked: () => refused(signed({}, { by: 'foreign', header: { jwk: foreign.jwk } })), twin: good });
  attack('by a key of an address that it names (jku)', { blocked: () => refused(signed({}, { by: 'foreign', header: { jku: 'http://127.0.0.1:1/jwks', kid: 'theirs' } })), twin: good });
  attack('that names an address of a certificate (x5u), though well signed', { blocked: () => refused(signed({}, { header: { x5u: 'https://example.org/key.pem' } })), twin: good });
  attack('that brings a certificate (x5c), though well signed', { blocked: () => refused(signed({}, { header: { x5c: ['MIIB'] } })), twin: good });
  attack('that brings the provider\'s own key (jwk), though well signed', { blocked: () => refused(signed({}, { header: { jwk: keys.jwk } })), twin: good });
  attack('that has an extension that must be understood (crit)', { blocked: () => refused(signed({}, { header: { crit: ['kinga-test'], 'kinga-test': 1 } })), twin: () => served(signed({}, { header: { 'kinga-test': 1 } })) });
  attack('by a foreign key under a known name', { blocked: () => refused(signed({}, { by: 'foreign', header: { kid: keys.kid } })), twin: () => served(signed({}, { header: { kid: keys.kid } })) });
  attack('by a foreign key without a name', { blocked: () => refused(signed({}, { by: 'foreign', header: { kid: null } })), twin: () => served(signed({}, { header: { kid: null } })) });
  attack('of whose payload something was changed', {
    blocked: async () => {
      const [head, , signature] = (await signed()).split('.');
      await refused(`${head}.${part(payload({ sub: 'admin@example.org' }))}.${signature}`);
    },
    twin: good,
  });
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (const by of ['elliptic', 'rsa'] as const) {
    attack(`whose last letter is another for the same bytes (${by})`, {
      blocked: async () => {
        const token = await signed({}, by === 'rsa' ? { by } : {});
        await refused(token.slice(0, -1) + LETTERS[LETTERS.indexOf(token.at(-1) ?? '') ^ 1]);
      },
      twin: () => served(signed({}, by === 'rsa' ? { by } : {})),
    });
  }
  for (const more of ['=', '==', '.', '.x']) attack(`that goes on with ${more}`, { blocked: async () => refused(`${await signed()}${more}`), twin: good });
  attack('whose signature was cut off', { blocked: async () => refused((await signed()).replace(/[^.]+$/, '')), twin: good });
  attack('whose signature is all zeros', { blocked: async () => refused((await signed()).replace(/[^.]+$/, 'A'.repeat(86))), twin: good });
  attack('of 20 kB', { blocked: async () => expect((await bearer(await signed({ fill: 'x'.repeat(20_000) }))).status).not.toBe(200), twin: () => served(signed({ fill: 'x'.repeat(4_000) })) });
});

describe('a token for something else', () => {
  attack('of another issuer', { blocked: () => refused(signed({ iss: 'https://example.org' })), twin: good });
  attack('of an issuer that is nearly the same', { blocked: () => refused(signed({ iss: `${of.issuer.url}/` })), twin: good });
  attack('without an issuer', { blocked: () => refused(of.issuer.sign({ payload: onceWithout('iss') })), twin: good });
  attack('for another audience', { blocked: () => refused(signed({ aud: 'kinga-reports' })), twin: () => served(signed({ aud: ['kinga-reports', 'kinga'] })) });
  attack('for nobody', { blocked: () => refused(of.issuer.sign({ payload: onceWithout('aud') })), twin: good });
  for (const typ of ['JWT', 'id+jwt', 'logout+jwt', null]) {
    attack(`of the type ${typ}: an ID token, say`, { blocked: () => refused(signed({}, { header: { typ } })), twin: () => served(signed({}, { header: { typ: 'application/at+jwt' } })) });
  }
});

describe('a token out of its time', () => {
  attack('that expired longer ago than clocks differ', { blocked: () => refused(signed({ exp: now() - 35 })), twin: () => served(signed({ exp: now() - 20 })) });
  attack('that never expires', { blocked: () => refused(of.issuer.sign({ payload: onceWithout('exp') })), twin: good });
  attack('whose end is a text', { blocked: () => refused(signed({ exp: String(now() + 3600) })), twin: good });
  for (const exp of [null, true, [], {}]) attack(`whose end is ${JSON.stringify(exp)}`, { blocked: () => refused(signed({ exp })), twin: () => served(signed({ exp: now() + 3600.5 })) });
  for (const name of ['nbf', 'iat']) attack(`whose ${name} is a text`, { blocked: () => refused(signed({ [name]: String(now()) })), twin: () => served(signed({ [name]: now() })) });
  attack('that is not valid yet', { blocked: () => refused(signed({ nbf: now() + 60 })), twin: () => served(signed({ nbf: now() + 20 })) });
  attack('that was issued in the future', { blocked: () => refused(signed({ iat: now() + 60 })), twin: () => served(signed({ iat: now() + 20 })) });
  attack('that does not say when it was issued, so that it could not be ended', { blocked: () => refused(of.issuer.sign({ payload: onceWithout('iat') })), twin: good });
  attack('by a key that the provider withdrew', {
    blocked: async () => {
      const old = await signed({ jti: 'before the rotation' });
      await served(old);
      await of.issuer.rotate();
      of.setClock(Date.now() + 6 * 60_000);
      await refused(old);
    },
    // The new key is had at once, without a restart.
    twin: async () => {
      await good();
      of.setClock(undefined);
    },
  });
});

describe('a token that says too much', () => {
  for (const sub of ['anonymous', 'system', 'system for clerk@example.org', 'SYSTEM', 'service:payments', ' clerk@example.org', '', 'clerk\0@example.org', '\0', 'clerk\ud800@example.org', 'x'.repeat(256), ['clerk@example.org'], 7, null, { sub: 'x' }]) {
    attack(`that its holder is ${JSON.stringify(sub)?.slice(0, 40)}`, { blocked: () => refused(signed({ sub })), twin: good });
  }
  attack('nothing of who its holder is', { blocked: () => refused(of.issuer.sign({ payload: onceWithout('sub') })), twin: good });
  attack('roles in a form that is none', { blocked: async () => expect((await bearer(await signed({ roles: 'registrar' }))).status).toBe(401), twin: good });
  for (const places of [['\0'], ['a\ud800'], [{}], ['x'.repeat(10_000)]]) {
    attack(`places that there can't be: ${JSON.stringify(places).slice(0, 20)}`, {
      blocked: async () => {
        const answer = await ask(of.urls[0], '{ persons(first: 1) { totalCount } }', { authorization: `Bearer ${await signed({ places })}` });
        expect(answer.data ?? null).toSatisfy((data: { persons: { totalCount: number } } | null) => data === null || data.persons.totalCount === 0);
        expect(answer.status).toBeLessThan(500);
      },
      twin: good,
    });
  }
  attack('places in a form that is none', { blocked: async () => expect((await bearer(await signed({ places: {} }))).status).toBe(401), twin: good });
});

describe('an Authorization header', () => {
  attack('of another scheme', { blocked: async () => expect((await bearer(await signed(), 'Basic')).status).toBe(401), twin: async () => expect((await bearer(await signed(), 'bearer')).status).toBe(200) });
  attack('with two tokens', { blocked: async () => expect((await bearer(`${await signed()} ${await signed()}`)).status).toBe(401), twin: good });
  attack('that is bad, beside a good cookie', {
    blocked: async () => expect(await ask(of.urls[0], ME, { ...asPage(await signedIn(of, 'clerk@example.org')), authorization: 'Bearer x' })).toMatchObject({ status: 401 }),
    twin: async () => expect(await ask(of.urls[0], ME, asPage(await signedIn(of, 'clerk@example.org')))).toMatchObject({ status: 200 }),
  });
});

describe('a flood of tokens by unknown keys', () => {
  attack('does not have the provider asked for each', {
    blocked: async () => {
      await good();
      const { keys: before } = await of.issuer.counts();
      await Promise.all(Array.from({ length: 40 }, async (_, index) => refused(signed({}, { by: 'foreign', header: { kid: `made-up-${index}` } }))));
      expect((await of.issuer.counts()).keys - before).toBeLessThanOrEqual(4);
    },
    twin: good,
  });
});

/** A sign-in that has come as far as the provider's answer, which is not taken to Kinga yet. */
async function answered(account = 'clerk@example.org', next = '/somewhere', made = browser()): Promise<{ readonly at: Browser; readonly url: string }> {
  const page = await made.go(`${of.urls[0]}/auth/sign-in?next=${encodeURIComponent(next)}`);
  const { url } = page.url.includes('/auth/callback') ? page : await made.go(page.url, { method: 'POST', body: new URLSearchParams({ account }).toString(), stopAt: /\/auth\/callback/ });
  return { at: made, url };
}
const LANDED = /\/somewhere$/;
const notSignedIn = async ({ at, url }: { readonly at: Browser; readonly url: string }): Promise<void> => {
  expect(await at.go(url, { stopAt: LANDED })).toMatchObject({ status: 400, text: expect.stringContaining('You were not signed in') });
  expect(at.cookies.has('kinga-session')).toBe(false);
};
const isSignedIn = async ({ at, url }: { readonly at: Browser; readonly url: string }): Promise<void> => {
  expect((await at.go(url, { stopAt: LANDED })).url).toMatch(LANDED);
  expect(await ask(of.urls[0], ME, asPage(at))).toMatchObject({ status: 200, data: { me: { subject: 'clerk@example.org' } } });
};
const straight = async (): Promise<void> => isSignedIn(await answered());
const withQuery = (url: string, change: (query: URLSearchParams) => void): string => {
  const changed = new URL(url);
  change(changed.searchParams);
  return changed.href;
};
const pendingOf = (at: Browser): Pending => openPending(of.platform, at.cookies.get('kinga-sign-in')?.value) as Pending;
const setPending = (at: Browser, value: string): void => void at.cookies.set('kinga-sign-in', { value, attributes: '' });

describe('coming back from the provider', () => {
  attack('with somebody else\'s answer, in a browser that asked for none', { blocked: async () => notSignedIn({ at: browser(), url: (await answered()).url }), twin: straight });
  attack('with a state that is not one\'s own', {
    blocked: async () => {
      const { at, url } = await answered();
      await notSignedIn({ at, url: withQuery(url, (query) => query.set('state', 'x'.repeat(43))) });
    },
    twin: straight,
  });
  attack('without a state', {
    blocked: async () => {
      const { at, url } = await answered();
      await notSignedIn({ at, url: withQuery(url, (query) => query.delete('state')) });
    },
    twin: straight,
  });
  attack('with a code that was given to another browser, whose verifier is another', {
    blocked: async () => {
      const [mine, theirs] = [await answered(), await answered('other@example.org')];
      const code = new URL(theirs.url).searchParams.get('code') ?? '';
      await notSignedIn({ at: mine.at, url: withQuery(mine.url, (query) => query.set('code', code)) });
    },
    twin: straight,
  });
  attack('with a verifier that is not that of the challenge', {
    blocked: async () => {
      const { at, url } = await answered();
      setPending(at, sealPending(of.platform, { ...pendingOf(at), verifier: 'v'.repeat(43) }));
      await notSignedIn({ at, url });
    },
    twin: async () => {
      const { at, url } = await answered();
      setPending(at, sealPending(of.platform, pendingOf(at)));
      await isSignedIn({ at, url });
    },
  });
  attack('with an ID token whose nonce is another', {
    blocked: async () => {
      const { at, url } = await answered();
      setPending(at, sealPending(of.platform, { ...pendingOf(at), nonce: 'n'.repeat(43) }));
      await notSignedIn({ at, url });
    },
    twin: straight,
  });
  attack('a second time with the same code', {
    blocked: async () => {
      const { at, url } = await answered();
      const kept = at.cookies.get('kinga-sign-in')?.value ?? '';
      await isSignedIn({ at, url });
      const again = browser();
      setPending(again, kept);
      await notSignedIn({ at: again, url });
    },
    twin: straight,
  });
  attack('with an answer that names another issuer', {
    blocked: async () => {
      const { at, url } = await answered();
      await notSignedIn({ at, url: withQuery(url, (query) => query.set('iss', 'https://example.org')) });
    },
    twin: straight,
  });
  attack('with a sign-in whose seal was broken', {
    blocked: async () => {
      const { at, url } = await answered();
      const value = at.cookies.get('kinga-sign-in')?.value ?? '';
      setPending(at, `${value.slice(0, -2)}${value.endsWith('AA') ? 'BB' : 'AA'}`);
      await notSignedIn({ at, url });
    },
    twin: straight,
  });
  attack('after ten minutes', {
    blocked: async () => {
      const { at, url } = await answered();
      of.setNow('2026-03-01T12:10:01Z');
      await notSignedIn({ at, url }).finally(() => of.setNow('2026-03-01T12:00:00Z'));
    },
    twin: async () => {
      const { at, url } = await answered();
      of.setNow('2026-03-01T12:09:59Z');
      await isSignedIn({ at, url }).finally(() => of.setNow('2026-03-01T12:00:00Z'));
    },
  });
  for (const next of ['//example.org', 'https://example.org', '/\\example.org', '\\\\example.org', '/%0d%0aset-cookie:x=1', 'javascript:alert(1)', '/\t/example.org', '']) {
    attack(`to ${JSON.stringify(next)}, which is elsewhere or nowhere`, {
      blocked: async () => {
        const { at, url } = await answered('clerk@example.org', next);
        const landed = await at.go(url, { stopAt: /.*/ });
        expect(new URL(landed.url).origin).toBe(of.urls[0]);
        expect(at.cookies.has('x')).toBe(false);
      },
      twin: async () => {
        const { at, url } = await answered('clerk@example.org', '/persons?place=A#top');
        expect((await at.go(url, { stopAt: /.*/ })).url).toBe(`${of.urls[0]}/persons?place=A#top`);
      },
    });
  }
});

describe('a session that somebody else chose', () => {
  attack('is not taken for a new one: a made-up token', {
    blocked: async () => {
      const at = browser();
      const planted = `kinga_${'a'.repeat(43)}`;
      at.cookies.set('kinga-session', { value: planted, attributes: '' });
      await isSignedIn(await answered('clerk@example.org', '/somewhere', at));
      expect(at.cookies.get('kinga-session')?.value).not.toBe(planted);
      expect((await ask(of.urls[0], ME, { cookie: `kinga-session=${planted}`, 'kinga-csrf': '1' })).status).toBe(401);
    },
    twin: straight,
  });
  attack('ends when its browser signs in anew', {
    blocked: async () => {
      const attacker = await signedIn(of, 'other@example.org');
      const planted = asPage(attacker);
      const victim = browser();
      victim.cookies.set('kinga-session', attacker.cookies.get('kinga-session') ?? { value: '', attributes: '' });
      await isSignedIn(await answered('clerk@example.org', '/somewhere', victim));
      expect((await ask(of.urls[0], ME, planted)).status).toBe(401);
    },
    twin: straight,
  });
  attack('is not taken where two are sent under one name', {
    blocked: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      expect(await ask(of.urls[0], ME, { ...headers, cookie: `${headers['cookie']}; kinga-session=kinga_${'a'.repeat(43)}` })).toMatchObject({ status: 200, data: { me: null } });
    },
    twin: async () => expect(await ask(of.urls[0], ME, asPage(await signedIn(of, 'clerk@example.org')))).toMatchObject({ data: { me: { subject: 'clerk@example.org' } } }),
  });
  attack('is not found by a token of which one letter differs', {
    blocked: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      expect((await ask(of.urls[0], ME, { ...headers, cookie: headers['cookie']?.replace(/(kinga_.{10})(.)/, (_all, before: string, letter: string) => `${before}${letter === 'A' ? 'B' : 'A'}`) ?? '' })).status).toBe(401);
    },
    twin: straight,
  });
  attack('is no bearer token', {
    blocked: async () => refused((await signedIn(of, 'clerk@example.org')).cookies.get('kinga-session')?.value ?? ''),
    twin: good,
  });
});

describe('a page of another site, in the browser of somebody who is signed in', () => {
  const page = async (change: Record<string, string>, leaveOut?: string): Promise<{ status: number }> => {
    const headers = { ...asPage(await signedIn(of, 'clerk@example.org')), ...change };
    return ask(of.urls[0], ME, Object.fromEntries(Object.entries(headers).filter(([name]) => name !== leaveOut)));
  };
  const own = async (): Promise<void> => expect(await page({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 200 });
  attack('that sends what it can send without asking', { blocked: async () => expect(await page({}, 'kinga-csrf')).toMatchObject({ status: 403 }), twin: own });
  attack('whose browser says where it comes from', { blocked: async () => expect(await page({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 }), twin: own });
  attack('that reads by a link', {
    blocked: async () => {
      const { cookie = '' } = asPage(await signedIn(of, 'clerk@example.org'));
      const answer = await fetch(`${of.urls[0]}/graphql?query=${encodeURIComponent('{ mySessions { id } }')}`, { headers: { cookie } });
      expect([400, 403]).toContain(answer.status);
      expect(await answer.text()).not.toContain('session_');
    },
    twin: async () => {
      const answer = await fetch(`${of.urls[0]}/graphql?query=${encodeURIComponent('{ mySessions { id } }')}`, { headers: { ...asPage(await signedIn(of, 'clerk@example.org')), 'apollo-require-preflight': '1' } });
      expect(await answer.text()).toContain('session_');
    },
  });
  attack('that signs them out', {
    blocked: async () => {
      const at = await signedIn(of, 'clerk@example.org');
      const headers = asPage(at);
      expect((await fetch(`${of.urls[0]}/auth/sign-out`, { method: 'POST', headers: { cookie: headers['cookie'] ?? '' } })).status).toBe(403);
      expect((await ask(of.urls[0], ME, headers)).status).toBe(200);
    },
    twin: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      const answer = await fetch(`${of.urls[0]}/auth/sign-out`, { method: 'POST', headers });
      expect(await answer.json()).toMatchObject({ next: expect.stringContaining('/session/end') });
      expect((await ask(of.urls[0], ME, headers)).status).toBe(401);
    },
  });
});

describe('a session out of its time', () => {
  const at = async (instant: string, headers: Record<string, string>): Promise<number> => {
    of.setNow(instant);
    return (await ask(of.urls[0], ME, headers)).status;
  };
  const back = (): void => of.setNow('2026-03-01T12:00:00Z');
  attack('that was not used for half an hour', {
    blocked: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      expect(await at('2026-03-01T12:31:00Z', headers).finally(back)).toBe(401);
    },
    twin: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      expect([await at('2026-03-01T12:29:00Z', headers), await at('2026-03-01T12:58:00Z', headers)]).toEqual([200, 200]);
      back();
    },
  });
  attack('that began twelve hours ago, however much it was used', {
    blocked: async () => {
      const headers = asPage(await signedIn(of, 'clerk@example.org'));
      for (let minutes = 25; minutes < 720; minutes += 25) expect(await at(new Date(Date.parse('2026-03-01T12:00:00Z') + minutes * 60_000).toISOString(), headers)).toBe(200);
      expect(await at('2026-03-02T00:00:01Z', headers).finally(back)).toBe(401);
    },
    twin: straight,
  });
});

describe('sessions of others', () => {
  const END = 'mutation ($input: SessionEndInput!) { sessionEnd(input: $input) { id userErrors { code message } } }';
  const idOf = async (at: Browser): Promise<string> => ((await ask(of.urls[0], '{ me { session } }', asPage(at))).data as { me: { session: string } }).me.session;
  attack('are not ended, and not told from those that there are not', {
    blocked: async () => {
      const [clerk, other] = [await signedIn(of, 'clerk@example.org'), await signedIn(of, 'other@example.org')];
      const [theirs, none] = await Promise.all([await idOf(other), 'session_00000000000070008000000000000000'].map((id) => ask(of.urls[0], END, asPage(clerk), { input: { id } })));
      expect(theirs).toMatchObject({ data: { sessionEnd: { id: null, userErrors: [{ code: 'SESSION_NOT_FOUND' }] } } });
      expect(none).toEqual(theirs);
      expect((await ask(of.urls[0], ME, asPage(other))).status).toBe(200);
    },
    twin: async () => {
      const [clerk, elsewhere] = [await signedIn(of, 'clerk@example.org'), await signedIn(of, 'clerk@example.org')];
      const id = await idOf(elsewhere);
      expect(await ask(of.urls[0], END, asPage(clerk), { input: { id } })).toMatchObject({ data: { sessionEnd: { id } } });
    },
  });
  attack('are not listed', {
    blocked: async () => {
      const clerk = asPage(await signedIn(of, 'clerk@example.org'));
      expect(await ask(of.urls[0], '{ sessions(first: 1) { nodes { subject } } }', clerk)).toMatchObject({ status: 403 });
    },
    twin: async () => expect(await ask(of.urls[0], '{ sessions(first: 1) { nodes { subject } } }', asPage(await signedIn(of, 'admin@example.org')))).toMatchObject({ status: 200 }),
  });
});

describe('somebody who reads the database', () => {
  attack('finds no token by which to sign in', {
    blocked: async () => {
      const token = (await signedIn(of, 'clerk@example.org')).cookies.get('kinga-session')?.value ?? '';
      const { rows } = await of.pool.query<{ name: string }>("select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'");
      for (const { name } of rows) {
        const { rows: found } = await of.pool.query(`select 1 from ${name} t where position($1 in to_jsonb(t)::text) > 0`, [token.slice(6)]);
        expect(found, name).toEqual([]);
      }
    },
    twin: straight,
  });
});
