import { z } from 'zod';
import type { Platform } from '../../kernel/platform.js';
import { open, seal } from '../../kernel/secrets/secrets.js';

/** A sign-in that is under way: what the provider's answer must fit. Sealed in the browser's cookie, so that no process holds it. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: who has the code alone can do nothing with it. */
  readonly verifier: string;
  /** Path to go to afterwards. */
  readonly next: string;
}

export const PENDING_SECONDS = 600;
const SEALING = { purpose: 'access.sign-in', row: 'cookie' };
const shape = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string(), at: z.number() });

export function sealPending(platform: Platform, pending: Pending): string {
  return seal({ platform }, SEALING, JSON.stringify({ ...pending, at: platform.now() })).toString('base64url');
}

/** What Kinga sealed no longer than ten minutes ago; undefined where it did not, or longer ago. */
export function openPending(platform: Platform, sealed: string | undefined): Pending | undefined {
  try {
    const { at, ...pending } = shape.parse(JSON.parse(open({ platform }, SEALING, Buffer.from(sealed ?? '', 'base64url'))));
    const age = platform.now() - at;
    return age >= 0 && age <= PENDING_SECONDS * 1000 ? pending : undefined;
  } catch {
    return undefined;
  }
}

/** A path of this origin to go to after signing in; whatever leads elsewhere becomes `/`. */
export function nextPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(given) || given.includes('\\')) return '/';
  const resolved = new URL(given, 'http://kinga.invalid');
  return resolved.origin === 'http://kinga.invalid' ? `${resolved.pathname}${resolved.search}${resolved.hash}` : '/';
}
