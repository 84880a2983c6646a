import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifierOf } from '../../src/kernel/access/verify-token.js';
import { ask, asPage, signedIn, world, type World } from './testing/signed-in.js';

let of: World;
beforeAll(async () => void (of = await world()));
afterAll(() => of?.stop());

const ME = '{ me { subject roles places session } }';

describe('somebody signs in with a browser', () => {
  it('by the provider, comes back to where they were going, and asks who they are, of any process', async () => {
    const clerk = await signedIn(of, 'clerk@example.org');
    for (const url of of.urls) {
      expect(await ask(url, ME, asPage(clerk))).toEqual({ status: 200, data: { me: { subject: 'clerk@example.org', roles: ['registrar'], places: ['A'], session: expect.stringMatching(/^session_/) } } });
    }
    expect(clerk.cookies.get('kinga-session')).toMatchObject({ value: expect.stringMatching(/^kinga_[\w-]{43}$/), attributes: expect.stringMatching(/HttpOnly.*SameSite=Strict/) });
    expect(clerk.cookies.has('kinga-sign-in')).toBe(false);
  });
});

const SESSIONS = '{ mySessions { id kind current client } }';
const END = 'mutation ($input: SessionEndInput!) { sessionEnd(input: $input) { id userErrors { code path } } }';
const END_USER = 'mutation ($input: UserSessionsEndInput!) { userSessionsEnd(input: $input) { ended userErrors { code path } } }';
const REFUSED = { status: 401, errors: [expect.objectContaining({ message: 'Your session was ended; sign in again.', extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] };
const PERSONS = '{ persons(first: 1) { totalCount } }';

/** A planned read, what needs JavaScript, what sends no statement, and a mutation. */
const EVERY_WAY: readonly (readonly [string, object])[] = [[PERSONS, {}], [SESSIONS, {}], [ME, {}], ['{ me { subject } persons(first: 1) { totalCount } }', {}], [END, { input: { id: 'session_00000000000070008000000000000000' } }]];

async function everyWay(url: string, headers: Record<string, string>): Promise<readonly unknown[]> {
  return Promise.all(EVERY_WAY.map(([query, variables]) => ask(url, query, headers, variables)));
}

describe('a session that is ended', () => {
  it('by its holder lets nobody in any more, in no process, by no kind of request', async () => {
    const [clerk, elsewhere] = [await signedIn(of, 'clerk@example.org'), await signedIn(of, 'clerk@example.org')];
    const { data } = await ask(of.urls[0], SESSIONS, asPage(clerk));
    const mine = data?.['mySessions'] as readonly { id: string; current: boolean }[];
    expect(mine.filter(({ current }) => current)).toHaveLength(1);
    for (const url of of.urls) expect((await everyWay(url, asPage(clerk))).map((answer) => (answer as { status: number }).status)).toEqual([200, 200, 200, 200, 200]);
    const id = mine.find(({ current }) => current)?.id;
    expect(await ask(of.urls[0], END, asPage(clerk), { input: { id } })).toEqual({ status: 200, data: { sessionEnd: { id, userErrors: [] } } });
    for (const url of of.urls) expect(await everyWay(url, asPage(clerk))).toEqual(EVERY_WAY.map(() => REFUSED));
    expect((await ask(of.urls[1], ME, asPage(elsewhere))).status).toBe(200);
  });

  it('by an administrator, with all others of the user and the tokens that the provider issued until then', async () => {
    const [clerk, again, admin, other] = [await signedIn(of, 'clerk@example.org'), await signedIn(of, 'clerk@example.org'), await signedIn(of, 'admin@example.org'), await signedIn(of, 'other@example.org')];
    const now = Math.floor(Date.now() / 1000);
    const bearer = { authorization: `Bearer ${await of.issuer.sign({ payload: { iss: of.issuer.url, aud: 'kinga', sub: 'clerk@example.org', iat: now, exp: now + 3600, roles: ['registrar'] } })}` };
    for (const url of of.urls) for (const headers of [asPage(clerk), asPage(again), bearer]) expect((await everyWay(url, headers)).map((answer) => (answer as { status: number }).status)).toEqual([200, 200, 200, 200, 200]);
    expect(await ask(of.urls[0], END_USER, asPage(other), { input: { subject: 'clerk@example.org' } })).toMatchObject({ status: 403 });
    expect(await ask(of.urls[0], END_USER, asPage(admin), { input: { subject: 'clerk@example.org' } })).toMatchObject({ data: { userSessionsEnd: { ended: expect.any(Number), userErrors: [] } } });
    for (const url of of.urls) for (const headers of [asPage(clerk), asPage(again), bearer]) expect(await everyWay(url, headers)).toEqual(EVERY_WAY.map(() => REFUSED));
    expect((await ask(of.urls[0], ME, asPage(other))).status).toBe(200);
    expect((await ask(of.urls[0], ME, asPage(await signedIn(of, 'clerk@example.org')))).status).toBe(200);
  });
});

describe('the provider', () => {
  it('ends the session here too when somebody signs out there', async () => {
    const clerk = await signedIn(of, 'clerk@example.org');
    const headers = asPage(clerk);
    const { next } = (await (await fetch(`${of.urls[0]}/auth/sign-out`, { method: 'POST', headers: { 'kinga-csrf': '1' } })).json()) as { next: string };
    const page = await clerk.go(next);
    const secret = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await clerk.go(`${of.issuer.url}/session/end/confirm`, { method: 'POST', body: new URLSearchParams({ xsrf: secret, logout: 'yes' }).toString(), stopAt: /\/graphql|:\d+\/$/ });
    await expect.poll(async () => (await ask(of.urls[1], ME, headers)).status).toBe(401);
  });

  it('may be away: whoever is signed in goes on, and a token that nobody can check is not called a bad one', async () => {
    const clerk = await signedIn(of, 'clerk@example.org');
    await of.issuer.away(true);
    expect((await ask(of.urls[0], ME, asPage(clerk))).status).toBe(200);
    await of.issuer.away(false);
    const token = await of.issuer.sign({ payload: {} });
    await expect(verifierOf({ issuer: 'http://127.0.0.1:1', audience: 'kinga' })(token)).rejects.toMatchObject({ extensions: { code: 'SIGN_IN_UNAVAILABLE', http: { status: 503 } } });
  });
});
