import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, type JWTPayload } from 'jose';
import type { Platform } from '../../kernel/platform.js';
import { isPlainBase64url } from '../../kernel/secrets/base64url.js';
import type { ProvenAccount } from './find-account.js';
import type { PublicKey } from './read-key.js';

/** What a client says that it shows in place of a secret (RFC 7523). */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Longest that an assertion may hold: so long its name is kept, to refuse it a second time. */
const LONGEST_SECONDS = 600;
const TOLERANCE_SECONDS = 30;

interface AccountKeys extends ProvenAccount {
  readonly id: string;
  readonly keys: readonly PublicKey[];
}

/**
 * The open account that signed an assertion by one of its keys, for this deployment, and shows it for the first time; nothing where
 * anything of it is otherwise.
 *
 * @param audience how this deployment may be called in `aud`
 */
export async function proveByKey(platform: Platform, assertion: string, audience: readonly string[]): Promise<ProvenAccount | undefined> {
  const read = unproven(assertion);
  if (!read || audience.length === 0) return undefined;
  const { rows: [account] } = await platform.pool.query<AccountKeys>(
    `select a.id, a.code, a.scopes, (select coalesce(json_agg(json_build_object('kid', k.kid, 'algorithm', k.algorithm, 'jwk', k.jwk)), '[]')
       from access.service_account_key k where k.account_id = a.id and k.ended_at is null) as keys
     from access.service_account a where a.code = $1 and a.closed_at is null`, [read.code]);
  if (!account) return undefined;
  for (const key of account.keys.filter(({ kid }) => read.kid === undefined || kid === read.kid)) {
    const claims = await verified(platform, assertion, key, account.code, audience);
    if (claims) return (await shownFirst(platform, account.id, claims)) ? { code: account.code, scopes: account.scopes } : undefined;
  }
  return undefined;
}

/** What an assertion says of itself, to know whose keys to try. */
function unproven(assertion: string): { readonly code: string; readonly kid: string | undefined } | undefined {
  if (!assertion.split('.').every(isPlainBase64url)) return undefined;
  try {
    const { kid } = decodeProtectedHeader(assertion);
    const { sub } = decodeJwt(assertion);
    // PostgreSQL holds no text with U+0000, so nobody is called so.
    return sub === undefined || sub.includes('\0') ? undefined : { code: sub, kid };
  } catch {
    return undefined;
  }
}

async function verified(platform: Platform, assertion: string, { algorithm, jwk }: PublicKey, code: string, audience: readonly string[]): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(assertion, await importJWK(jwk, algorithm), {
      algorithms: [algorithm], issuer: code, subject: code, audience: [...audience], requiredClaims: ['exp', 'jti'],
      clockTolerance: TOLERANCE_SECONDS, currentDate: new Date(platform.now()),
    });
    const { exp = Infinity, jti, aud } = payload;
    // Of several audiences, another could show it here.
    const meant = typeof aud === 'string' && typeof jti === 'string' && jti !== '' && jti.length <= 200;
    return meant && exp <= platform.now() / 1000 + LONGEST_SECONDS + TOLERANCE_SECONDS ? payload : undefined;
  } catch {
    return undefined;
  }
}

async function shownFirst(platform: Platform, account: string, { jti, exp = 0 }: JWTPayload): Promise<boolean> {
  const digest = createHash('sha256').update(JSON.stringify([account, jti])).digest();
  const { rowCount } = await platform.pool.query(
    'insert into access.used_assertion (digest, expires_at) values ($1, $2) on conflict do nothing', [digest, new Date((exp + 2 * TOLERANCE_SECONDS) * 1000)]);
  return rowCount === 1;
}
