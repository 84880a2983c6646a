import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import pg from 'pg';
import { pino } from 'pino';
import { coreModules } from '../../../src/core-modules.js';
import { READ_LOG_INSERT } from '../../../src/kernel/audit/read-log.js';
import type { Context } from '../../../src/kernel/context.js';
import type { Module } from '../../../src/kernel/module/define-module.js';
import { planModules } from '../../../src/kernel/plan/plan.js';
import type { Plan } from '../../../src/kernel/plan/types.js';
import { startPlatform, type Platform } from '../../../src/kernel/platform.js';
import { describeModule } from '../../../src/kernel/schema/describe-module.js';
import { testDatabase } from '../../../src/testing/test-database.js';
import { ownerPool } from '../../../src/testing/test-pool.js';
import { runOperation } from '../../../src/kernel/server/run-operation.js';

export const TODAY = '2026-03-01';

/** A platform over a database of its own. */
export interface Started {
  readonly platform: Platform;
  /** The owner's; `platform.pool` is the platform's own. */
  readonly pool: pg.Pool;
  readonly url: string;
  /** How many statements reach the database while something is done, whoever sends them. */
  statements(work: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

/** Starts core's modules and those given. Once per test file: type-graphql keeps one store per process. */
export async function start(options: { readonly modules?: readonly Module[]; readonly workers?: boolean; readonly poolSize?: number } = {}): Promise<Started> {
  const modules = [...coreModules, ...(options.modules ?? [])];
  const database = await testDatabase(planOf(coreModules));
  const sent = { count: 0 };
  const owner = ownerPool(database.url);
  const pool = new pg.Pool({ connectionString: database.appUrl, max: options.poolSize ?? 10, Client: countingClient(sent) as never });
  const started = await startOn(pool, modules, options.workers ?? false);
  return {
    ...started,
    pool: owner,
    url: database.url,
    async statements(work) {
      const before = sent.count;
      await work();
      return sent.count - before;
    },
    stop: async () => {
      await started.stop();
      await Promise.all([pool.end(), owner.end()]);
      await database.stop();
    },
  };
}

/** A platform over a database that is there already. */
export async function startOn(pool: pg.Pool, modules: readonly Module[], workers: boolean): Promise<{ readonly platform: Platform; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinga-test-'));
  const platform = await startPlatform({ plan: planOf(modules), pool, dataDir, log: pino({ level: 'silent' }), today: () => TODAY, workers });
  return {
    platform,
    stop: async () => {
      await platform.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Notes of what was read share statements with those of others; read-log.test.ts counts them. */
function isReadLog(statement: unknown): boolean {
  return String((statement as { readonly text?: unknown } | null)?.text ?? '').startsWith(READ_LOG_INSERT);
}

function planOf(modules: readonly Module[]): Plan {
  const settled = planModules(modules.map(describeModule), { settings: {}, choose: {} });
  if ('problems' in settled) throw new Error(settled.problems.map(({ message }) => message).join('\n'));
  return settled.plan;
}

function countingClient(sent: { count: number }): typeof pg.Client {
  return class extends pg.Client {
    override query(...given: never[]): never {
      if (!isReadLog(given[0])) sent.count += 1;
      return (super.query as (...all: never[]) => never)(...given);
    }
  };
}

/** Somebody who may do all that the modules ask a permission for, but only in some places where they are given. */
export function everything(platform: Platform, places: readonly string[] | null = null, id = 'clerk'): Context {
  return platform.context({ actor: { ...platform.system(), id, places } });
}

/** Somebody with just these permissions. */
export function having(platform: Platform, permissions: readonly string[], places: readonly string[] | null = null): Context {
  return platform.context({ actor: { kind: 'user', id: 'clerk', roles: [], permissions: new Set(permissions), places, organisations: null, programmes: null } });
}

/** Runs an operation that is answered whole. */
export async function run<D = Record<string, never>>(ctx: Context, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<D> {
  const result = await told(ctx, source, variables);
  if (result.errors) throw result.errors[0] ?? new Error('no answer');
  return JSON.parse(JSON.stringify(result.data)) as D;
}

/** What a client is told: each operation is a request of its own, and what refuses it as a whole is among the errors. */
export function told(ctx: Context, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> {
  const fresh = ctx.platform.context({ actor: ctx.actor, today: ctx.today, locale: ctx.locale });
  return runOperation(fresh, source, variables).catch((error: unknown) => ({ errors: [error as never] }));
}

/** The codes of what went wrong; faults of the server have none. */
export async function faults(ctx: Context, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const { errors = [] } = await told(ctx, source, variables);
  return errors.map((error) => String(error.extensions?.['code'] ?? `a fault of the server: ${(error.originalError ?? error).message}`));
}
