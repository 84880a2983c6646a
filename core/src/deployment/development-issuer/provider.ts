import { randomBytes } from 'node:crypto';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import type { SignIn } from '../define-deployment.js';
import { memoryAdapter } from './memory.js';

/** What a development issuer is made of. */
export interface IssuerOptions {
  /** Where it answers: its name in tokens too. */
  readonly url: string;
  /** Who may sign in, all without a password. */
  readonly accounts: readonly SignIn[];
  /** Where browsers reach Kinga. */
  readonly kinga: string;
  /** Private keys, the first of which signs. */
  readonly keys: readonly JWK[];
}

/** The client that Kinga is to a development issuer: public, so that there is no secret to keep. */
export const CLIENT = 'kinga';
/** What its access tokens say in `aud`. */
export const AUDIENCE = 'kinga';
const RESOURCE = 'urn:kinga';

/**
 * A real OpenID Connect provider whose accounts are made up. Anybody may be anybody there, so it refuses to work in production.
 *
 * @throws Error in production
 */
export function developmentProvider({ url, accounts, kinga, keys }: IssuerOptions): Provider {
  if (process.env['NODE_ENV'] === 'production') throw new Error('The development issuer does not start in production: configure `auth` in kinga.config.ts.');
  const claimsOf = (id: string): Record<string, unknown> | undefined => {
    const account = accounts.find(({ name }) => name === id);
    return account && { sub: id, name: id, roles: [account.role], places: account.places ?? '*', organisations: '*', programmes: '*' };
  };
  const configuration: Configuration = {
    adapter: memoryAdapter(),
    clients: [{
      client_id: CLIENT, token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], response_types: ['code'],
      redirect_uris: [new URL('/auth/callback', kinga).href], post_logout_redirect_uris: [new URL('/', kinga).href],
      backchannel_logout_uri: new URL('/auth/back-channel-logout', kinga).href, backchannel_logout_session_required: true,
      id_token_signed_response_alg: 'ES256',
    }],
    jwks: { keys: [...keys] },
    // Kinga is on this machine, where the provider would otherwise send nothing.
    fetch: (address, options) => fetch(address, Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => name !== 'dispatcher'))),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'roles', 'places', 'organisations', 'programmes'], profile: ['name'] },
    findAccount: (_ctx, id) => {
      const claims = claimsOf(id);
      return claims && { accountId: id, claims: () => claims as { sub: string } };
    },
    extraTokenClaims: (_ctx, token) => {
      const { sub: _sub, name: _name, ...claims } = claimsOf((token as { readonly accountId?: string }).accountId ?? '') ?? {};
      return claims;
    },
    // Nobody is asked whether they consent to their own deployment.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ accountId: oidc.session?.accountId ?? '', clientId: oidc.client?.clientId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    interactions: { url: (_ctx, { uid }) => `/choose/${uid}` },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, IdToken: 3600, Interaction: 600, Grant: 12 * 3600, Session: 12 * 3600 },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
  };
  return new Provider(url, configuration);
}
