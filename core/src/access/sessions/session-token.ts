import { createHash, randomBytes } from 'node:crypto';

/** At the head of tokens that Kinga makes, so that they are told from a provider's, and found where somebody left one in a text. */
const HEAD = 'kinga_';

/** A new token: 32 random bytes. */
export function makeToken(): string {
  return `${HEAD}${randomBytes(32).toString('base64url')}`;
}

export function isKingaToken(token: string): boolean {
  return token.startsWith(HEAD);
}

/** What is kept of a token. Whoever reads it cannot sign in by it, and a token has too much chance in it to be found by trying. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
