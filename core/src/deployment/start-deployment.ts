import { actorsByGrants } from '../access/actor-for.js';
import type { ActorFor, VerifyToken } from '../kernel/access/identity.js';
import { DEVELOPMENT_ISSUER, developmentIssuer, type DevelopmentIssuer } from '../kernel/access/tokens.js';
import { verifierOf } from '../kernel/access/verify-token.js';
import { serveMetrics } from '../kernel/telemetry/serve-metrics.js';
import { startServer, type RunningServer } from '../kernel/server/http.js';
import type { DeploymentConfig } from './define-deployment.js';
import type { Environment } from './environment.js';
import { openDeployment, type OpenDeployment, type OpenDeploymentOptions } from './open-deployment.js';
import { ensurePortFree, explainListenError } from './port.js';
import { deploymentProblems } from './problems.js';

/** A deployment that answers GraphQL. */
export interface StartedDeployment extends OpenDeployment {
  /** Where it answers. */
  readonly url: string;
  /** Where Prometheus is answered. */
  readonly metrics: string | undefined;
  /** Signs people in outside of production. */
  readonly issuer: DevelopmentIssuer | undefined;
}

/**
 * Starts a deployment: opens it and answers at HOST and PORT.
 *
 * @throws DatabaseProblem, DeploymentProblems
 */
export async function startDeployment(options: OpenDeploymentOptions): Promise<StartedDeployment> {
  const { environment, deployment: { config } } = options;
  const issuer = environment.production ? undefined : await developmentIssuer(environment.dataDir);
  const verify = verifyBoth(issuer, config, environment);
  await ensurePortFree(environment.port, environment.host);
  const opened = await openDeployment(options);
  try {
    const server = await listen(opened, verify, actorsByGrants(({ issuer: who, claims }) => (who === DEVELOPMENT_ISSUER ? claims['roles'] !== undefined : config.auth?.rolesFrom === 'token')));
    const { metricsPort, host } = environment;
    const metrics = metricsPort === undefined ? undefined : await serveMetrics(opened.platform, metricsPort, host).catch((error: unknown) => Promise.reject(explainListenError(error, metricsPort, host)));
    const stop = async (): Promise<void> => {
      // Jobs are finished or handed back while requests still come.
      await Promise.all([server.stop(), opened.platform.queue.rest()]);
      await metrics?.stop();
      await opened.stop();
    };
    return { ...opened, url: server.url, metrics: metrics && `http://${host}:${metrics.port}/metrics`, issuer, stop };
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

async function listen({ platform, deployment: { config: { origins } }, environment: { port, host, production, graceMs } }: OpenDeployment, verify: VerifyToken, actorFor: ActorFor): Promise<RunningServer> {
  try {
    return await startServer(platform, { port, verify, actorFor, development: !production, ...(origins && { origins }), ...(graceMs !== undefined && { graceMs }), ...(host !== '127.0.0.1' && { host }) });
  } catch (error) {
    throw explainListenError(error, port, host);
  }
}

/** In production the provider's tokens alone; elsewhere the development issuer's too. */
function verifyBoth(issuer: DevelopmentIssuer | undefined, { auth }: DeploymentConfig, { production }: Environment): VerifyToken {
  if (production && !auth) throw deploymentProblems.noAuth();
  const provider = auth && verifierOf(auth);
  if (!issuer) return provider as VerifyToken;
  return provider ? (token) => issuer.verify(token).catch(() => provider(token)) : issuer.verify;
}
