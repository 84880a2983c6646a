import { setTimeout as wait } from 'node:timers/promises';
import { actorsByGrants } from '../../../src/access/actor-for.js';
import { SERVICE_ISSUER } from '../../../src/access/service-accounts/service-account.js';
import { entrance } from '../../../src/access/signing-in.js';
import { developmentIssuer } from '../../../src/kernel/access/tokens.js';
import { startServer, type RunningServer, type ServerOptions } from '../../../src/kernel/server/http.js';
import { allowances } from '../../../src/kernel/surface/allowances.js';
import { limitsSchema, type LimitSettings } from '../../../src/kernel/surface/limits.js';
import type { TestPlatform } from '../../../src/testing/index.js';

type Options = Pick<ServerOptions, 'trustedProxies' | 'origins'>;

/** Buckets that fill so slowly that the time a test takes makes no difference. */
export const perSecond = 0.001;
export const QUERY = '{ places(first: 1) { nodes { id } } }';

/** Servers on one database, each as a process of its own would be. */
export interface Servers {
  /** One with limits of its own, that lets in as a deployment does; the same for the same limits. */
  process(limits?: LimitSettings, options?: Options): Promise<RunningServer>;
  /** One more, whatever there is. */
  another(limits?: LimitSettings, options?: Options): Promise<RunningServer>;
  stop(): Promise<void>;
}

export function serversOf(test: TestPlatform): Servers {
  const { platform } = test;
  const servers: RunningServer[] = [];
  const known = new Map<string, Promise<RunningServer>>();
  const another = async (limits: LimitSettings = {}, options: Options = {}): Promise<RunningServer> => {
    const issuer = await developmentIssuer(platform.dataDir);
    const own = {
      ...platform, limits: limitsSchema.parse(limits), allowances: allowances({ pool: test.pool, log: platform.log }),
      context: (of: Parameters<typeof platform.context>[0]) => ({ ...platform.context(of), platform: own }),
    } as typeof platform;
    const ways = entrance(own, { secure: false, verify: issuer.verify, provider: () => ({ issuer: 'http://127.0.0.1:9', clientId: 'kinga', url: 'http://127.0.0.1' }) });
    const server = await startServer(own, { port: 0, development: false, ...ways, actorFor: actorsByGrants(({ issuer: who }) => who !== SERVICE_ISSUER), ...options });
    servers.push(server);
    return server;
  };
  return {
    another,
    process: (limits = {}, options = {}) => {
      const name = JSON.stringify([limits, options]);
      const server = known.get(name) ?? another(limits, options);
      known.set(name, server);
      return server;
    },
    stop: async () => {
      for (const each of servers) await each.stop();
    },
  };
}

export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 500) throw new Error('it never came to that');
    await wait(20);
  }
}
