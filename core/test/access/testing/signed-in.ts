import { actorsByGrants } from '../../../src/access/actor-for.js';
import { SERVICE_ISSUER } from '../../../src/access/service-accounts/service-account.js';
import { entrance } from '../../../src/access/signing-in.js';
import { AUDIENCE, CLIENT } from '../../../src/deployment/development-issuer/provider.js';
import { verifierOf } from '../../../src/kernel/access/verify-token.js';
import { startServer, type RunningServer } from '../../../src/kernel/server/http.js';
import { startTestPlatform, type TestPlatform, type TestPlatformOptions } from '../../../src/testing/index.js';
import { browser, type Browser } from './browser.js';
import { issuerProcess, type Account, type IssuerProcess } from './issuer-process.js';

/** A platform with a provider beside it, and servers in front that know nothing of one another but the database. */
export interface World extends TestPlatform {
  readonly issuer: IssuerProcess;
  /** Where each answers, without a slash at the end. */
  readonly urls: readonly [string, string];
  stop(): Promise<void>;
  /** Sets the clock by which keys of the provider are taken for fresh; the machine's where nothing is set. */
  setClock(now: number | undefined): void;
}

export const ACCOUNTS: readonly Account[] = [
  { name: 'clerk@example.org', role: 'registrar', places: ['A'] },
  { name: 'other@example.org', role: 'registrar' },
  { name: 'admin@example.org', role: 'security-officer' },
];

export async function world(options: TestPlatformOptions = {}): Promise<World> {
  const platform = await startTestPlatform({ workers: false, ...options });
  const found: { issuer?: IssuerProcess } = {};
  let clock: number | undefined;
  const now = (): number => clock ?? Date.now();
  const servers: RunningServer[] = [];
  const urls: string[] = [];
  for (const index of [0, 1]) {
    const issuer = (): string => found.issuer?.url ?? '';
    let verify: ReturnType<typeof verifierOf> | undefined;
    const { signingIn, verify: verifyAll } = entrance(platform.platform, {
      secure: false,
      url: () => urls[index],
      verify: (token) => (verify ??= verifierOf({ issuer: issuer(), audience: AUDIENCE, algorithms: ['ES256', 'RS256'] }, now))(token),
      provider: () => ({ issuer: issuer(), clientId: CLIENT, url: urls[index] ?? '', algorithms: ['ES256'] }),
      now,
    });
    const server = await startServer(platform.platform, { port: 0, verify: verifyAll, signingIn, development: true, actorFor: actorsByGrants(({ issuer }) => issuer !== SERVICE_ISSUER) });
    servers.push(server);
    urls.push(new URL(server.url).origin);
  }
  const issuer = await issuerProcess(urls[0] ?? '', ACCOUNTS);
  found.issuer = issuer;
  return {
    ...platform, issuer, urls: urls as unknown as [string, string],
    setClock: (at) => void (clock = at),
    stop: async () => {
      await issuer.stop();
      for (const server of servers) await server.stop();
      await platform.stop();
    },
  };
}

/** A browser in which somebody has signed in by the provider. */
export async function signedIn(of: World, account: string, next = '/somewhere'): Promise<Browser> {
  const made = browser();
  const page = await made.go(`${of.urls[0]}/auth/sign-in?next=${encodeURIComponent(next)}`);
  const landed = await made.go(page.url, { method: 'POST', body: new URLSearchParams({ account }).toString(), stopAt: new RegExp(`^${of.urls[0]}/somewhere`) });
  if (!made.cookies.has('kinga-session')) throw new Error(`not signed in: ${landed.status} ${landed.url} ${landed.text}`);
  return made;
}

export interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Asks over HTTP by what headers say. */
export async function ask(url: string, query: string, headers: Record<string, string> = {}, variables: object = {}): Promise<Answer> {
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  // What it cost is not what these tests are about.
  const { extensions: _cost, ...told } = (await answer.json()) as { readonly extensions?: unknown };
  return { status: answer.status, ...told };
}

/** The headers of a page of Kinga's own in a browser. */
export function asPage({ cookies }: Browser): Record<string, string> {
  return { cookie: [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; '), 'kinga-csrf': '1' };
}
