import { join } from 'node:path';
import { startEmbedded, type EmbeddedServer } from '../../../src/kernel/database/embedded.js';
import { findPostmaster, stopPostmaster } from '../../../src/kernel/database/postmaster.js';
import { readState } from '../../../src/kernel/database/server-state.js';
import { loadDeployment } from '../../../src/deployment/load-deployment.js';
import type { Environment } from '../../../src/deployment/environment.js';
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
  /** Folder of its database. */
  readonly home: string;
  /** Starts one more process of it, as the environment says otherwise. */
  another(otherwise: Partial<Environment>): Promise<StartedDeployment>;
  /** Sends an operation as somebody with roles; to another process, with more headers, under another name than `tester`, where it says so. */
  ask(roles: string | readonly string[], query: string, variables?: object, how?: { readonly at?: StartedDeployment; readonly headers?: Readonly<Record<string, string>>; readonly name?: string }): Promise<Response>;
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
  const others: StartedDeployment[] = [];
  return {
    started,
    home,
    async another(otherwise) {
      const other = await startDeployment({ deployment, environment: { ...environment, ...otherwise }, progress: { step: () => undefined }, seed: [] });
      others.push(other);
      return other;
    },
    origin: new URL(started.url).origin,
    async stopDatabase() {
      const server = await findPostmaster(join((await readState(home))?.home ?? home, 'cluster'));
      if (server) await stopPostmaster(server.pid);
    },
    startDatabase: async () => void (await use()),
    adminUrl: async () => (uses[0] ?? (await use())).adminUrl.replace(/\/postgres$/, '/kinga'),
    async ask(roles, query, variables = {}, { at = started, headers = {}, name = 'tester' } = {}) {
      const token = await started.issuer?.issue({ id: `${name}@example.org`, roles: [roles].flat(), places: null });
      return fetch(at.url, {
        method: 'POST', body: JSON.stringify({ query, variables }),
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${token}`, ...headers },
      });
    },
    stop: async () => {
      for (const other of others) await other.stop();
      await started.stop();
      for (const server of uses) await server.stop();
      await folder.remove();
    },
  };
}
