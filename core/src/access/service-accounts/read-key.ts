import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { refuse } from '../../kernel/write/refusal.js';
import { keyNotPublic, keyUnusable } from './refusals.js';

/** How a key signs: one algorithm, so that nobody chooses another for it. */
export type KeyAlgorithm = 'ES256' | 'ES384' | 'EdDSA' | 'PS256' | 'RS256';

/** A public key as it is kept. */
export interface PublicKey {
  readonly kid: string;
  readonly algorithm: KeyAlgorithm;
  readonly jwk: JWK;
}

const FEWEST_BITS = 2048;
const SECRET_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Reads a public key written as JWK (RFC 7517): curve P-256, P-384 or Ed25519, or RSA of 2048 bits and more. */
export async function readKey(text: string, path: string): Promise<PublicKey> {
  const given = parse(text);
  if (!given) return refuse(keyUnusable(path));
  if (SECRET_PARTS.some((part) => part in given)) refuse(keyNotPublic(path));
  const algorithm = algorithmOf(given);
  if (!algorithm) return refuse(keyUnusable(path));
  const { kty, crv, x, y, n, e } = given;
  const jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JWK;
  // Finds also points that are not on their curve.
  if (!(await importJWK(jwk, algorithm).then(() => true, () => false))) refuse(keyUnusable(path));
  return { kid: typeof given.kid === 'string' && given.kid !== '' && given.kid.length <= 200 ? given.kid : await calculateJwkThumbprint(jwk), algorithm, jwk };
}

function parse(text: string): JWK | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as JWK) : undefined;
  } catch {
    return undefined;
  }
}

function algorithmOf({ kty, crv, alg, n }: JWK): KeyAlgorithm | undefined {
  const found = kty === 'EC' && crv === 'P-256' ? 'ES256' : kty === 'EC' && crv === 'P-384' ? 'ES384' : kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined;
  if (found) return alg === undefined || alg === found || (found === 'EdDSA' && alg === 'Ed25519') ? found : undefined;
  if (kty !== 'RSA' || typeof n !== 'string' || Buffer.from(n, 'base64url').length * 8 < FEWEST_BITS) return undefined;
  return alg === undefined || alg === 'PS256' ? 'PS256' : alg === 'RS256' ? 'RS256' : undefined;
}
