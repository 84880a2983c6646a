import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { databaseFolder } from '../../../../src/deployment/open-deployment.js';
import { deploymentFolder } from '../../../../src/deployment/testing/deployment-folder.js';
import { startEmbedded, type EmbeddedServer } from '../../../../src/kernel/database/embedded.js';
import { findPostmaster } from '../../../../src/kernel/database/postmaster.js';
import { readState } from '../../../../src/kernel/database/server-state.js';
import { startMobileMoney, type Behaviour, type RunningProvider } from '../../../../src/testing/index.js';
import { startKinga, type KingaProcess } from '../../../running/testing/kinga-process.js';

const SECRET = 'made-up-secret-of-tests';
const VARIABLE = 'KINGA_FIRE_MOBILE_MONEY_SECRET';
const ROLES = ['payment-officer', 'payment-approver', 'auditor', 'account-clerk'] as const;
export type Role = (typeof ROLES)[number];

const CLERKS = `
import { defineModule, defineRole } from '${new URL('../../../../dist/index.js', import.meta.url).href}';
export default defineModule({ name: 'clerks', version: '1.0.0', kinga: { id: 'clerks', requires: { people: '*' } } }, {
  description: 'Who writes down where people are paid', roles: [defineRole('account-clerk', 'Writes down accounts', ['people.payment-accounts.register'])],
});`;

/** `kinga start` in a process of its own, over a PostgreSQL of its own, both of which are killed; and a provider of mobile money that outlives them. */
export interface Fire {
  readonly mobile: RunningProvider;
  /** Everything there is, seen past the platform. */
  rows<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /**
   * Sends an operation to the process that runs.
   *
   * @throws Error where no answer came, or one that is not of the API
   */
  ask<T>(as: Role, query: string, variables: object): Promise<T>;
  /** Where the provider tells what became of payments. */
  readonly door: string;
  /** Ends the process where it is, and starts another. */
  kill(): Promise<void>;
  /** Ends PostgreSQL where it is, and starts it again. */
  killDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFire({ batchSize, behaviour }: { readonly batchSize: number; readonly behaviour: Behaviour }): Promise<Fire> {
  const mobile = await startMobileMoney({ secret: SECRET, behaviour });
  const wallets = { kind: 'mobile-money', url: mobile.url, secretVariable: VARIABLE, timeoutMs: 5_000 };
  const config = { name: 'Under fire', modules: ['./clerks.mjs'], signIns: ROLES.map((role) => ({ role, name: `${role}@example.org` })), settings: { transactions: { batchSize, channels: { wallets }, payees: { accountsMustBeVerified: false } } } };
  const folder = await deploymentFolder(`export default ${JSON.stringify(config)};`);
  await folder.write('clerks.mjs', CLERKS);
  const home = databaseFolder(`${folder.dir}/.kinga`);
  const start = (): Promise<KingaProcess> => startKinga(folder.config, { KINGA_DATA: `${folder.dir}/.kinga`, [VARIABLE]: SECRET });
  let kinga = await start();
  const servers: EmbeddedServer[] = [];
  let admin: pg.Pool;
  const connect = async (): Promise<void> => {
    const server = await startEmbedded({ dataDir: home, log: () => undefined });
    servers.push(server);
    admin = new pg.Pool({ connectionString: server.adminUrl.replace(/\/postgres$/, '/kinga'), max: 2 });
    // A connection that PostgreSQL's end cuts off is told here; whoever asks is told, too.
    admin.on('error', () => undefined);
  };
  await connect();
  const end = async (): Promise<void> => {
    if (kinga.child.exitCode !== null || kinga.child.signalCode !== null) return;
    kinga.child.kill('SIGKILL');
    await once(kinga.child, 'exit');
  };
  return {
    mobile,
    rows: async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => (await admin.query<R>(text, [...values])).rows,
    async ask<T>(as: Role, query: string, variables: object) {
      const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${kinga.tokens[ROLES.indexOf(as)]}` };
      const response = await fetch(`${kinga.origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(30_000) });
      const { data, errors } = (await response.json()) as { readonly data?: T; readonly errors?: readonly { readonly message: string }[] };
      if (!data || errors) throw new Error(errors?.map(({ message }) => message).join('; ') ?? `status ${response.status}`);
      return data;
    },
    get door() {
      return `${kinga.origin}/payment-channels/wallets`;
    },
    async kill() {
      await end();
      // The queue does this where it misses a heartbeat.
      await admin.query("update pgboss.job set state = 'retry', start_after = now() where state = 'active'");
      kinga = await start();
    },
    async killDatabase() {
      const server = await findPostmaster(join((await readState(home))?.home ?? home, 'cluster'));
      if (!server) throw new Error('there is no database to kill');
      const dead = admin;
      process.kill(server.pid, 'SIGKILL');
      // What it started needs a moment to notice that it is gone.
      await until(async () => {
        await connect();
        await admin.query('select');
        return true;
      });
      await dead.end().catch(() => undefined);
    },
    async stop() {
      await end();
      await admin.end().catch(() => undefined);
      for (const server of servers) await server.stop();
      await mobile.stop();
      await folder.remove();
    },
  };
}

/** Numbers from 0 to below 1 that a seed gives. */
export function chances(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Waits until it is so, asking what may fail meanwhile. */
export async function until(so: () => Promise<boolean>, forMs = 240_000): Promise<void> {
  for (const start = Date.now(); !(await so().catch(() => false)); await wait(50)) if (Date.now() - start > forMs) throw new Error(`it did not come about within ${forMs} ms: ${so.toString()}`);
}
