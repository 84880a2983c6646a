import { createHash } from 'node:crypto';
import { jwtVerify, type CryptoKey, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { foreignSubject, type Identity, type VerifyToken } from './identity.js';
import { discoverKeys, remoteKeys } from './key-set.js';
import { presenceKey } from './presence.js';
import { isPlainBase64url } from '../secrets/base64url.js';

/** Algorithms by which a provider may sign: only those where who checks cannot sign. */
export const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What a token must say to be taken. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly Algorithm[];
  /** Its `typ`, so that a token made for something else is not taken for one: `at+jwt` of access tokens (RFC 9068). ID tokens need none. */
  readonly type?: string;
}

/** Where tokens come from in production: an OpenID Connect provider. */
export interface TokenIssuer {
  /** The provider's address, exactly as its tokens say it in `iss`. */
  readonly issuer: string;
  /** What access tokens for Kinga say in `aud`. */
  readonly audience: string;
  /** Where its public keys are; as its metadata say where left out. */
  readonly jwksUrl?: string;
  /** Algorithms that are taken; RS256 and ES256 where left out. */
  readonly algorithms?: readonly Algorithm[];
  /** `typ` of access tokens: `at+jwt` where left out. Some providers say `JWT`. */
  readonly tokenType?: string;
  /**
   * What says what a user may: their grants on this platform (`kinga`, where left out), or the token's claims `roles`, `places`,
   * `organisations` and `programmes` (`token`). In a token, no limit is said by `*`; what it does not say holds nothing.
   */
  readonly rolesFrom?: 'kinga' | 'token';
  /** How browsers sign in; bearer tokens alone where left out. */
  readonly signIn?: BrowserSignIn;
}

/** Kinga as a client of the provider, so that people can sign in with a browser. Its secret is in `KINGA_CLIENT_SECRET`; without, it is a public client. */
export interface BrowserSignIn {
  /** The client's id at the provider, where its redirect address is `<url>/auth/callback`. */
  readonly clientId: string;
  /** Where browsers reach Kinga, such as `https://kinga.example.org`. */
  readonly url: string;
  /** What is asked of the provider; `openid profile` where left out. */
  readonly scope?: string;
}

/** Seconds by which the provider's clock and Kinga's may differ. */
export const CLOCK_SKEW = 30;
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;
const LONGEST_TOKEN = 16_000;

const claims = z.object({ sub: z.string().min(1).max(255), iss: z.string(), iat: z.number(), scope: z.string().optional() });

/** Checks bearer tokens of a provider: signed by a key that it publishes, for Kinga, now. */
export function verifierOf({ issuer, audience, jwksUrl, algorithms = ['RS256', 'ES256'], tokenType = 'at+jwt' }: TokenIssuer, now: () => number = Date.now): VerifyToken {
  const keys = remoteKeys(async () => (jwksUrl === undefined ? discoverKeys(issuer) : new URL(jwksUrl)), now);
  return tokenVerifier({ issuer, audience, algorithms, type: tokenType }, keys, now);
}

/** Checks tokens by rules and keys. A token's signature is checked once a minute, not with each request. */
export function tokenVerifier(rules: TokenRules, key: JWTVerifyGetKey | CryptoKey, now: () => number = Date.now): VerifyToken {
  const known = new Map<string, { readonly identity: Identity; readonly until: number }>();
  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw new Error('the token is too long');
    const name = createHash('sha256').update(token).digest('base64');
    const found = known.get(name);
    if (found && now() < found.until) return found.identity;
    const payload = await checkedPayload(rules, key, token, now());
    const identity = toIdentity(payload);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(name, { identity, until: Math.min(now() + REMEMBERED_MS, ((payload.exp ?? 0) + CLOCK_SKEW) * 1000) });
    return identity;
  };
}

/**
 * What a token says, where it is to be trusted.
 *
 * @throws Error of jose, or of its own
 */
export async function checkedPayload({ issuer, audience, algorithms, type }: TokenRules, key: JWTVerifyGetKey | CryptoKey, token: string, now: number): Promise<JWTPayload> {
  if (!token.split('.').every(isPlainBase64url)) throw new Error('the token is not written as it was issued');
  const options = {
    issuer, audience, algorithms: [...algorithms], ...(type !== undefined && { typ: type }), requiredClaims: ['exp', 'iat'], clockTolerance: CLOCK_SKEW, currentDate: new Date(now),
  };
  const { payload, protectedHeader } = typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options);
  // Such keys would be the token's own word for itself. They are not used in any case; a token that has them is somebody's attempt.
  const brought = ['jku', 'jwk', 'x5u', 'x5c', 'crit'].find((name) => name in protectedHeader);
  if (brought) throw new Error(`the token brings ${brought}`);
  if ((payload.iat ?? Infinity) > now / 1000 + CLOCK_SKEW) throw new Error('the token was issued in the future');
  return payload;
}

function toIdentity(payload: JWTPayload): Identity {
  const { sub, iss, iat } = claims.parse(payload);
  const subject = foreignSubject(sub);
  // Before the instant of its issue by as much as the clocks may differ: what ended everything ends this too.
  const since = new Date((iat - CLOCK_SKEW) * 1000).toISOString();
  return { subject, issuer: iss, claims: payload, presence: { keys: [presenceKey('user', iss, sub), presenceKey('user', sub)], since } };
}
