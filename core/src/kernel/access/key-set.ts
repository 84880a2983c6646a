import { GraphQLError } from 'graphql';
import { createLocalJWKSet, errors, type CompactJWSHeaderParameters, type FlattenedJWSInput, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';

/** How long keys are taken for the provider's present ones; a key that it withdrew is refused after that. */
const FRESH_MS = 5 * 60_000;
/** How often the provider is asked within a minute at most, whatever tokens name. */
const MOST_ASKED = 4;
const MINUTE_MS = 60_000;
/** How long the last keys serve while the provider does not answer. */
const STALE_MS = 24 * 3_600_000;
const ANSWER_MS = 5_000;
const LARGEST = 500_000;

/** What the client is told where nothing can be said of its token, since the provider does not answer. */
const keysUnavailable = (cause?: unknown): GraphQLError => new GraphQLError('Your sign-in cannot be checked at the moment: the provider does not answer. Try again in a minute.', {
  originalError: cause instanceof Error ? cause : null, extensions: { code: 'SIGN_IN_UNAVAILABLE', http: { status: 503, headers: new Map([['retry-after', '60']]) } },
});

type Find = ReturnType<typeof createLocalJWKSet>;

/**
 * The keys at a provider's address, and nowhere else: no header of a token adds one. A key that is not known yet has them
 * asked for once more, so that the provider may rotate its keys while Kinga runs; at most four times a minute, so that
 * forged tokens are no way to have Kinga knock there.
 */
export function remoteKeys(address: () => Promise<URL>, now: () => number = Date.now): JWTVerifyGetKey {
  let find: Find | undefined;
  let fetchedAt = -Infinity;
  let asked: readonly number[] = [];
  let pending: Promise<void> | undefined;

  const renew = (): Promise<void> => (pending ??= (async () => {
    asked = [...asked, now()];
    try {
      find = createLocalJWKSet(await fetchKeys(await address()));
      fetchedAt = now();
    } finally {
      pending = undefined;
    }
  })());
  const mayTry = (): boolean => {
    asked = asked.filter((at) => now() - at < MINUTE_MS);
    return pending !== undefined || asked.length < MOST_ASKED;
  };

  return async (header: CompactJWSHeaderParameters, token: FlattenedJWSInput) => {
    if (now() - fetchedAt >= FRESH_MS && mayTry()) await renew().catch((error: unknown) => {
      if (!find) throw keysUnavailable(error);
    });
    if (!find || now() - fetchedAt >= STALE_MS) throw keysUnavailable();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayTry()) throw error;
      await renew();
      return find(header, token);
    }
  };
}

async function fetchKeys(address: URL): Promise<JSONWebKeySet> {
  const { keys } = (await fetchJson(address)) as { readonly keys?: readonly JWK[] };
  if (!Array.isArray(keys)) throw new Error(`${address.href} holds no keys`);
  // A shared secret among public keys would let everybody sign.
  return { keys: keys.filter(({ kty, use }) => kty !== 'oct' && use !== 'enc') };
}

/** The keys' address, as the provider's own metadata tells it. */
export async function discoverKeys(issuer: string): Promise<URL> {
  const metadata = (await fetchJson(new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') throw new Error(`${issuer} describes another issuer, or names no keys`);
  const address = new URL(metadata.jwks_uri);
  if (!isSafeAddress(address)) throw new Error(`${issuer} has its keys at an address that is not https`);
  return address;
}

/** Whether nobody on the way can change what comes from there: https, or this machine itself. */
export function isSafeAddress({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname));
}

async function fetchJson(address: URL): Promise<unknown> {
  const answer = await fetch(address, { redirect: 'error', headers: { accept: 'application/json' }, signal: AbortSignal.timeout(ANSWER_MS) });
  if (!answer.ok) throw new Error(`${address.href} answers ${answer.status}`);
  const text = await answer.text();
  if (text.length > LARGEST) throw new Error(`${address.href} answers too much`);
  return JSON.parse(text);
}
