import type { VerifyToken } from '../../kernel/access/identity.js';
import type { Platform } from '../../kernel/platform.js';
import type { Cookies } from './cookies.js';
import type { KnownProvider } from './provider.js';

/** What signing in by a browser works with. */
export interface SignInParts {
  readonly platform: Platform;
  readonly provider: () => Promise<KnownProvider>;
  readonly cookies: Cookies;
  /** Finds who holds a session by its token. */
  readonly find: VerifyToken;
  /** The clock of tokens: that of the machine, as the provider's is, whatever the platform's is set to. */
  readonly now: () => number;
}

/** Where the provider sends a browser back to. */
export function callbackOf({ url }: { readonly url: string }): string {
  return new URL('/auth/callback', url).href;
}
