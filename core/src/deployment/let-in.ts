import { entrance, type Entrance } from '../access/signing-in.js';
import type { Provider } from '../access/sign-in/provider.js';
import type { VerifyToken } from '../kernel/access/identity.js';
import { DEVELOPMENT_ISSUER, type DevelopmentIssuer } from '../kernel/access/tokens.js';
import { verifierOf } from '../kernel/access/verify-token.js';
import type { Platform } from '../kernel/platform.js';
import type { DeploymentConfig } from './define-deployment.js';
import type { Environment } from './environment.js';
import { deploymentProblems } from './problems.js';

/** Where the development issuer of this process answers and whom it sends back, once it does. */
export interface DevelopmentSignIn {
  readonly issuer: string;
  readonly kinga: string;
}

/**
 * Refuses to go on where nobody could sign in.
 *
 * @throws DeploymentProblems AUTH_MISSING
 */
export function checkAuth({ auth }: DeploymentConfig, { production }: Environment): void {
  if (production && !auth) throw deploymentProblems.noAuth();
}

/** All ways into a deployment: in production by its provider alone; elsewhere by the development issuer too. */
export function letIn(platform: Platform, config: DeploymentConfig, tokens: DevelopmentIssuer | undefined, development: () => DevelopmentSignIn | undefined, url: () => string | undefined): Entrance {
  const { auth } = config;
  const signIn = auth?.signIn;
  const provider = signIn ? (): Provider => configured(auth) : tokens ? (): Provider => made(development()) : undefined;
  return entrance(platform, { url, secure: signIn?.url.startsWith('https:') ?? false, verify: verifierOfAny(auth, tokens), ...(provider && { provider }) });
}

function configured(auth: NonNullable<DeploymentConfig['auth']>): Provider {
  const secret = process.env['KINGA_CLIENT_SECRET'];
  const { signIn } = auth;
  if (!signIn) throw new Error('the configuration says nothing of signing in by a browser');
  const { clientId, url, scope } = signIn;
  return { issuer: auth.issuer, clientId, url, ...(secret && { clientSecret: secret }), ...(scope !== undefined && { scope }), ...(auth.algorithms && { algorithms: auth.algorithms }) };
}

function made(development: DevelopmentSignIn | undefined): Provider {
  if (!development) throw new Error('the development issuer has not started');
  // Whoever signs in there is who holds the token that `kinga start` prints.
  return { issuer: development.issuer, clientId: 'kinga', url: development.kinga, algorithms: ['ES256'], knownAs: DEVELOPMENT_ISSUER };
}

function verifierOfAny(auth: DeploymentConfig['auth'], tokens: DevelopmentIssuer | undefined): VerifyToken {
  const provider = auth && verifierOf(auth);
  if (!tokens) return provider ?? (() => Promise.reject(deploymentProblems.noAuth()));
  return provider ? (token) => tokens.verify(token).catch(() => provider(token)) : tokens.verify;
}
