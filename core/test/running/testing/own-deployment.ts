import { join } from 'node:path';
import { startEmbedded, type EmbeddedServer } from '../../../src/kernel/database/embedded.js';
import { findPostmaster, stopPostmaster } from '../../../src/kernel/database/postmaster.js';
import { readState } from '../../../src/kernel/database/server-state.js';
import { loadDeployment } from '../../../src/deployment/load-deployment.js';
import { databaseFolder } from '../../../src/deployment/open-deployment.js';
import { startDeployment, type StartedDeployment } from '../../../src/deployment/start-deployment.js';
import { deploymentFolder } from '../../../src/deployment/testing/deployment-folder.js';

/** A deployment with a PostgreSQL of its own, which a test may stop, start and cut off. */
export interface OwnDeployment {
  readonly started: StartedDeployment;
  /** Where it answers, without `/graphql`. */
  readonly origin: string;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  /** The superuser's address, for looking and for cutting others off; a new one after each start. */
  adminUrl(): Promise<string>;
  /** Sends an operation as somebody with roles. */
  ask(roles: string | readonly string[], query: string, variables?: object): Promise<Response>;
  stop(): Promise<void>;
}

/** Roles that hold everything these tests ask for come from core's modules. */
export async function ownDeployment(): Promise<OwnDeployment> {
  const folder = await deploymentFolder("export default { name: 'Test', modules: [] };");
  const deployment = await loadDeployment(folder.config);
  const environment = { dataDir: `${folder.dir}/.kinga`, databaseUrl: undefined, port: 0, host: '127.0.0.1', production: false };
  const started = await startDeployment({ deployment, environment, progress: { step: () => undefined }, seed: ['reference'] });
  const home = databaseFolder(environment.dataDir);
  const uses: EmbeddedServer[] = [];
  const use = async (): Promise<EmbeddedServer> => {
    const server = await startEmbedded({ dataDir: home, log: () => undefined });
    uses.push(server);
    return server;
  };
  return {
    started,
    origin: new URL(started.url).origin,
    async stopDatabase() {
      const server = await findPostmaster(join((await readState(home))?.home ?? home, 'cluster'));
      if (server) await stopPostmaster(server.pid);
    },
    startDatabase: async () => void (await use()),
    adminUrl: async () => (uses[0] ?? (await use())).adminUrl.replace(/\/postgres$/, '/kinga'),
    async ask(roles, query, variables = {}) {
      const token = await started.issuer?.issue({ id: 'tester@example.org', roles: [roles].flat(), places: null });
      return fetch(started.url, {
        method: 'POST', body: JSON.stringify({ query, variables }),
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${token}` },
      });
    },
    stop: async () => {
      await started.stop();
      for (const server of uses) await server.stop();
      await folder.remove();
    },
  };
}
