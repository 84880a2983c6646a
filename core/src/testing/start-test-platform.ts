import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import { accessProblems } from '../deployment/access-problems.js';
import { coreModules } from '../core-modules.js';
import type { Module } from '../kernel/module/define-module.js';
import type { Seed } from '../kernel/module/seed.js';
import { planModules } from '../kernel/plan/plan.js';
import { printProblems } from '../kernel/plan/problems.js';
import type { DeploymentChoices, Plan } from '../kernel/plan/types.js';
import { developmentIssuer } from '../kernel/access/tokens.js';
import { startPlatform, type Platform } from '../kernel/platform.js';
import type { TrustedDocuments } from '../kernel/surface/trusted-documents.js';
import { limitsSchema, type LimitSettings } from '../kernel/surface/limits.js';
import { describeModule } from '../kernel/schema/describe-module.js';
import type { Telemetry } from '../kernel/telemetry/telemetry.js';
import { startServer, type RunningServer } from '../kernel/server/http.js';
import { countStatements } from './count-statements.js';
import { faultLog } from './fault-log.js';
import { finishJobs } from './finish-jobs.js';
import { testClient, type TestClient, type TestIdentity } from './test-client.js';
import { startedDatabase } from './test-database.js';
import { testKeys } from './test-keys.js';
import { ownerPool, platformPool } from './test-pool.js';

/** The day of tests that set none. */
const DAY = '2026-03-01';

export interface TestPlatformOptions {
  /** Modules beyond core's own. */
  readonly modules?: readonly Module[];
  /** Seeds to have run: none where left out. */
  readonly seed?: readonly Seed['kind'][];
  /** The day, `YYYY-MM-DD`; 2026-03-01 where left out. */
  readonly today?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly choose?: Readonly<Record<string, string>>;
  readonly largestPage?: number;
  /** Limits other than a deployment's by default. */
  readonly limits?: LimitSettings;
  /** Whether jobs are taken; they are where left out. */
  readonly workers?: boolean;
  /** What it tells of its work; counted only where left out. */
  readonly telemetry?: Telemetry;
  /** Where it logs; what lies behind faults is remembered where left out. */
  readonly log?: Logger;
}

/** How a test's server differs from one in development. */
export interface TestServerOptions {
  /** The only documents that are answered, by the hash of their text. */
  readonly trusted?: TrustedDocuments;
  readonly development?: boolean;
  /** Origins whose pages may ask. */
  readonly origins?: readonly string[];
  /** Proxies whose word is taken for who asks. */
  readonly trustedProxies?: readonly string[];
}

/** A platform over a database of its own, for one test file. */
export interface TestPlatform {
  readonly platform: Platform;
  /** The owner's, to lay and to look at rows past the platform; `platform.pool` is the platform's own, which policies bind. */
  readonly pool: pg.Pool;
  /** Sets the day for what follows. */
  setToday(day: string): void;
  /** Sets the instant for what follows, such as `2026-03-01T12:10:00Z`; noon of the day where nothing is set. */
  setNow(instant: string): void;
  /**
   * Somebody who asks: with just these permissions, with a role (a name without dots), or as an identity says, places
   * included. With nothing: somebody who is signed in and may do nothing.
   */
  as(...who: readonly string[] | readonly [TestIdentity]): TestClient;
  /** The SQL statements that some work sends, in order. */
  statementsOf(work: () => Promise<unknown>): Promise<readonly string[]>;
  /**
   * Runs some work as if its process were killed once it had sent so many SQL statements: none goes out after them, no rollback either, and its connection is lost.
   *
   * @returns whether it came to its end before
   * @throws what the work throws of itself
   */
  killedAfter(statements: number, work: () => Promise<unknown>): Promise<boolean>;
  /** Waits until every job and delivery that is queued has been done or given up. */
  finishJobs(): Promise<void>;
  /** A real server over HTTP, as in development where left out; a token for it is had by `token`. */
  serve(as?: TestServerOptions): Promise<RunningServer>;
  token(who: TestIdentity): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts core and the modules given on a migrated database that is cloned from a template. Once per test file: type-graphql
 * keeps one store per process.
 *
 * @throws Error with the plan's problems where the modules don't fit
 */
export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const plan = planOf(options);
  const dataDir = await mkdtemp(join(tmpdir(), 'kinga-test-'));
  const database = await startedDatabase({ plan, seeds: options.seed ?? [], today: options.today ?? DAY, dataDir });
  const owner = ownerPool(database.url);
  const pool = platformPool(database.appUrl, 24);
  let today = options.today ?? DAY;
  let now: string | undefined;
  const counter = countStatements(pool);
  const { log, causeOf } = faultLog();
  const platform = await startPlatform({
    plan, pool, dataDir,
    log: options.log ?? log,
    ...(options.telemetry && { telemetry: options.telemetry }),
    keys: testKeys,
    today: () => today,
    now: () => Date.parse(now ?? `${today}T12:00:00Z`),
    workers: options.workers ?? true,
    limits: limitsSchema.parse(options.limits ?? {}),
    ...(options.largestPage !== undefined && { largestPage: options.largestPage }),
  });
  const issuer = await developmentIssuer(dataDir);
  const servers: RunningServer[] = [];
  return {
    platform,
    pool: owner,
    setToday: (day) => void (today = day),
    setNow: (instant) => void (now = instant),
    as: (...who) => testClient(platform, identityOf(who), counter, causeOf),
    statementsOf: async (work) => (await counter.during(work)).statements,
    killedAfter: (statements, work) => counter.killedAfter(statements, work),
    finishJobs: () => finishJobs(owner),
    serve: async ({ development = true, ...more } = {}) => {
      const server = await startServer(platform, { port: 0, verify: issuer.verify, development, ...more });
      servers.push(server);
      return server;
    },
    token: ({ name = 'tester', role, places = null, organisations = null, programmes = null }) =>
      issuer.issue({ id: `${name}@example.org`, roles: role ? [role] : [], places, organisations, programmes }),
    stop: async () => {
      for (const server of servers) await server.stop();
      await platform.stop();
      await Promise.all([pool.end(), owner.end()]);
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Planned {
  readonly modules: readonly Module[];
  readonly choices: string;
  readonly plan: Plan;
}

/** Files of tests that follow each other in a process often ask for the same. */
const planned: Planned[] = [];

function planOf({ modules = [], settings = {}, choose = {} }: TestPlatformOptions): Plan {
  const choices = JSON.stringify([settings, choose]);
  const found = planned.find((each) => each.choices === choices && each.modules.length === modules.length && each.modules.every((module, index) => module === modules[index]));
  if (found) return found.plan;
  const plan = newPlan([...coreModules, ...modules], { settings, choose });
  planned.push({ modules, choices, plan });
  return plan;
}

/** @throws Error with its problems */
function newPlan(modules: readonly Module[], choices: DeploymentChoices): Plan {
  const settled = planModules(modules.map(describeModule), choices);
  const problems = [...('problems' in settled ? settled.problems : []), ...accessProblems(modules)];
  if ('problems' in settled || problems.length > 0) throw new Error(printProblems(problems));
  return settled.plan;
}

function identityOf(who: readonly (string | TestIdentity)[]): TestIdentity {
  const [first] = who;
  if (typeof first === 'object') return first;
  return who.length === 1 && first && !first.includes('.') ? { role: first } : { permissions: who as readonly string[] };
}
