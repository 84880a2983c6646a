import type { VerifyToken } from '../kernel/access/identity.js';
import type { Platform } from '../kernel/platform.js';
import type { SigningIn } from '../kernel/server/http.js';
import { sessionFinder } from './sessions/find-session.js';
import { isKingaToken } from './sessions/session-token.js';
import { cookiesOf } from './sign-in/cookies.js';
import { checkOwnPage } from './sign-in/own-page.js';
import { providerFinder, type Provider } from './sign-in/provider.js';
import { signInRoutes } from './sign-in/routes.js';

/** How a deployment lets people and services in. */
export interface Entrance {
  readonly verify: VerifyToken;
  readonly signingIn: SigningIn;
}

export interface EntranceOptions {
  /** Checks bearer tokens that Kinga did not make. */
  readonly verify: VerifyToken;
  /** Where browsers sign in; nowhere where left out. Asked when it is first needed. */
  readonly provider?: () => Provider;
  /** Where clients reach Kinga, which assertions of service accounts are made for; none is believed where that is not known. */
  readonly url?: () => string | undefined;
  /** Whether browsers reach Kinga by https. */
  readonly secure: boolean;
  /** The clock by which what is known of the provider grows old; the machine's where left out. */
  readonly now?: () => number;
}

/** All ways in: a browser's session by its cookie, tokens of service accounts, tokens of the provider. */
export function entrance(platform: Platform, { verify, provider, url = () => undefined, secure, now = Date.now }: EntranceOptions): Entrance {
  const [find, findService] = [sessionFinder(platform, 'BROWSER'), sessionFinder(platform, 'SERVICE')];
  const cookies = cookiesOf(secure);
  return {
    verify: (token) => (isKingaToken(token) ? findService(token) : verify(token)),
    signingIn: {
      identify: async (request) => {
        const token = cookies.session.read(request);
        if (token === undefined) return undefined;
        checkOwnPage(request);
        return find(token);
      },
      serve: (http) => signInRoutes(http, platform, url, provider && { platform, cookies, find, now, provider: providerFinder(provider, now) }),
    },
  };
}
