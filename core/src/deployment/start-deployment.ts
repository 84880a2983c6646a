import { resolve } from 'node:path';
import { actorsByGrants } from '../access/actor-for.js';
import type { Entrance } from '../access/signing-in.js';
import type { ActorFor } from '../kernel/access/identity.js';
import { DEVELOPMENT_ISSUER, developmentIssuer, type DevelopmentIssuer } from '../kernel/access/tokens.js';
import { fileSettings } from '../kernel/files/settings.js';
import { serveMetrics } from '../kernel/telemetry/serve-metrics.js';
import { readTrusted, trustedDocuments } from '../kernel/surface/trusted-documents.js';
import { startServer, type RunningServer } from '../kernel/server/http.js';
import type { RunningIssuer } from './development-issuer/start.js';
import { checkAuth, letIn } from './let-in.js';
import { openDeployment, type OpenDeployment, type OpenDeploymentOptions } from './open-deployment.js';
import { ensurePortFree, explainListenError } from './port.js';

/** A deployment that answers GraphQL. */
export interface StartedDeployment extends OpenDeployment {
  /** Where it answers. */
  readonly url: string;
  /** Where Prometheus is answered. */
  readonly metrics: string | undefined;
  /** Signs people in outside of production. */
  readonly issuer: DevelopmentIssuer | undefined;
  /** Where a browser signs in; nowhere where the configuration names no client. */
  readonly signIn: string | undefined;
}

/**
 * Starts a deployment: opens it and answers at HOST and PORT.
 *
 * @throws DatabaseProblem, DeploymentProblems
 */
export async function startDeployment(options: OpenDeploymentOptions): Promise<StartedDeployment> {
  const { environment, deployment: { config } } = options;
  const issuer = environment.production ? undefined : await developmentIssuer(environment.dataDir);
  checkAuth(config, environment);
  await ensurePortFree(environment.port, environment.host);
  const opened = await openDeployment(options);
  try {
    const found: { kinga?: string; development?: RunningIssuer } = {};
    const ways = letIn(opened.platform, config, issuer, () => found.development && { issuer: found.development.url, kinga: found.kinga ?? '' },
      () => config.auth?.signIn?.url ?? fileSettings(opened.platform).publicUrl ?? (environment.production ? undefined : found.kinga));
    const server = await listen(opened, ways, actorsByGrants(({ issuer: who, claims }) => (who === DEVELOPMENT_ISSUER ? claims['roles'] !== undefined : config.auth?.rolesFrom === 'token')));
    found.kinga = reachable(server.url);
    if (issuer && !config.auth?.signIn) found.development = await startIssuer(opened, found.kinga);
    const { metricsPort, host } = environment;
    const metrics = metricsPort === undefined ? undefined : await serveMetrics(opened.platform, metricsPort, host).catch((error: unknown) => Promise.reject(explainListenError(error, metricsPort, host)));
    const stop = async (): Promise<void> => {
      // Jobs are finished or handed back while requests still come.
      await Promise.all([server.stop(), found.development?.stop(), opened.platform.queue.rest()]);
      await metrics?.stop();
      await opened.stop();
    };
    const signIn = config.auth?.signIn?.url ?? (found.development && found.kinga);
    return { ...opened, url: server.url, metrics: metrics && `http://${host}:${metrics.port}/metrics`, issuer, signIn: signIn && new URL('/auth/sign-in', signIn).href, stop };
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

async function listen({ platform, deployment: { dir, config: { origins, trustedProxies, trustedDocuments: file } }, environment: { port, host, production, graceMs } }: OpenDeployment, ways: Entrance, actorFor: ActorFor): Promise<RunningServer> {
  const trusted = file === undefined ? undefined : trustedDocuments(await readTrusted(resolve(dir, file)));
  try {
    return await startServer(platform, { port, ...ways, actorFor, development: !production, ...(origins && { origins }), ...(trustedProxies && { trustedProxies }), ...(trusted && { trusted }), ...(graceMs !== undefined && { graceMs }), ...(host !== '127.0.0.1' && { host }) });
  } catch (error) {
    throw explainListenError(error, port, host);
  }
}

/** At one's desk, people choose who to be on a page of a provider that this process brings. */
async function startIssuer({ environment: { port }, deployment: { config } }: OpenDeployment, kinga: string): Promise<RunningIssuer | undefined> {
  if (!config.signIns?.length) return undefined;
  // In production it is not even read.
  const { startDevelopmentIssuer } = await import('./development-issuer/start.js');
  return startDevelopmentIssuer(kinga, port === 0 ? 0 : port + 1, config.signIns);
}

/** An address at which a browser of this machine reaches a server that may listen at all of its addresses. */
function reachable(url: string): string {
  return new URL(url).origin.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost');
}
