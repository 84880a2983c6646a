import './database/value-types.js';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { MikroORM, ReflectMetadataProvider, valuesApart } from './orm.js';
import { cancellable } from './database/cancellation.js';
import { PostgresDialect } from 'kysely';
import type { GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Actor, Claims } from './access/actor.js';
import { SERVICE } from './access/identity.js';
import type { RoleDefinition } from './access/permissions.js';
import { everywhere, scopeOf } from './access/scope.js';
import { openReadLog, type ReadLog } from './audit/read-log.js';
import type { Context } from './context.js';
import type { EventHandler } from './events/define-event.js';
import { DELIVERIES } from './events/publish.js';
import type { JobDefinition } from './jobs/define-job.js';
import { installQueue, openQueue, type Queue } from './jobs/queue.js';
import { startBackground } from './jobs/background.js';
import { startWorkers } from './jobs/run.js';
import { JOBS } from './jobs/start-job.js';
import { loadTexts, type Texts } from './locales/texts.js';
import type { ExtensionPoint } from './module/extension-point.js';
import { atStart } from './module/at-start.js';
import { NotReadyProblem, whyNotReady } from './module/ready-when.js';
import type { Module } from './module/define-module.js';
import type { Plan } from './plan/types.js';
import { DEFAULT_PURPOSE } from './privacy/purpose.js';
import { openKeys } from './secrets/open-keys.js';
import type { Keys } from './secrets/keys.js';
import { readEngine, type ReadEngine } from './read/engine.js';
import type { ReadModel } from './read/model.js';
import { openReplicas, type ReplicaOptions, type Replicas } from './read/replicas.js';
import { readSession } from './read/session.js';
import type { Seen } from './database/replicas/position.js';
import { allowances, type Allowances } from './surface/allowances.js';
import { costs, type Costs } from './surface/cost.js';
import { documents, type Documents } from './surface/documents.js';
import { defaultLimits, type Limits } from './surface/limits.js';
import { buildPlatformSchema } from './schema/build-schema.js';
import { telemetryOf, type Telemetry } from './telemetry/telemetry.js';
import type { Trace } from './telemetry/trace.js';
import { checkGates } from './write/gate.js';
import { userErrorTypes } from './write/user-error.js';

/** A deployment that runs: its modules, schema and database. */
export interface Platform {
  readonly plan: Plan;
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  readonly reads: ReadEngine;
  /** How much one request may ask for. */
  readonly limits: Limits;
  readonly costs: Costs;
  readonly documents: Documents;
  readonly allowances: Allowances;
  readonly orm: MikroORM;
  readonly pool: Pool;
  /** Who answers queries beside the primary; nobody where left out. */
  readonly replicas?: Replicas | undefined;
  readonly readLog: ReadLog;
  readonly queue: Queue;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** Folder for what the platform writes: payment files and such. */
  readonly dataDir: string;
  /** File that says who was erased, outside of the database and of its backups. */
  readonly erasures: string;
  /** File outside of the database to which anchors of the audit are added. */
  readonly auditAnchors: string;
  /** What seals and digests secret values; never in the database. */
  readonly keys: Keys;
  readonly jobs: ReadonlyMap<string, JobDefinition<unknown>>;
  readonly texts: Texts;
  /** The instant, in milliseconds since 1970: for what lasts minutes. What has a day takes `today` of its context. */
  readonly now: () => number;
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  handlersOf(event: string): readonly EventHandler[];
  /** The contributions to an extension point, by name, in their order. */
  extensions<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
  settings<T>(module: string): T;
  actorOf(claims: Claims): Actor;
  /** The platform itself, acting because of somebody. */
  system(because?: string): Actor;
  context(of: { readonly actor: Actor; readonly today?: string; readonly locale?: string; readonly purpose?: string; readonly requestId?: string; readonly trace?: Trace | undefined; readonly operation?: string; readonly address?: string; readonly seen?: Seen }): Context;
  /** Told each statement that is sent; what the test kit counts. */
  onStatement(text: string): void;
  stop(): Promise<void>;
}

export interface PlatformOptions {
  readonly plan: Plan;
  readonly pool: Pool;
  readonly replicas?: ReplicaOptions | undefined;
  readonly log: Logger;
  readonly dataDir: string;
  /** Where erasures are journaled; in the data folder where left out. */
  readonly erasures?: string;
  /** Where the audit is anchored; a file of the data folder where left out. */
  readonly auditAnchors?: string;
  /** `KINGA_KEYS`, or those of development in the data folder, where left out. */
  readonly keys?: Keys;
  /** Sets the day; the deployment's calendar where left out. */
  readonly today?: () => string;
  /** Sets the instant; the machine's clock where left out. */
  readonly now?: () => number;
  readonly timeZone?: string;
  readonly locale?: string;
  readonly largestPage?: number;
  readonly limits?: Limits;
  readonly onStatement?: (text: string) => void;
  /** Whether this process takes jobs. */
  readonly workers?: boolean;
  /** Counted, and not traced, where left out. */
  readonly telemetry?: Telemetry;
}

/** What a plan gives without a database: the schema and what the planner knows. Once per process. */
export function buildFromPlan(plan: Plan, pool?: Pool): { readonly orm: MikroORM; readonly schema: GraphQLSchema; readonly model: ReadModel } {
  const orm = new MikroORM({
    entities: plan.modules.flatMap((module) => module.entities ?? []) as never,
    metadataProvider: ReflectMetadataProvider,
    dbName: 'kinga',
    ensureDatabase: false,
    connect: false,
    discovery: { warnWhenNoEntities: false },
    ...(pool && { driverOptions: new PostgresDialect({ pool: lent(pool) as never }) }),
  } as never);
  valuesApart(orm);
  return { orm, ...buildPlatformSchema(plan.modules, orm, plan.wraps, userErrorTypes) };
}

/** The pool as MikroORM sees it: closing MikroORM must not close it. */
function lent(pool: Pool): object {
  return { connect: () => pool.connect(), end: async () => undefined };
}

/** Lays what jobs need in the database; a part of migrating. */
export function installJobs(pool: Pool): Promise<void> {
  return installQueue(pool, [JOBS, DELIVERIES]);
}

/** Starts a deployment whose plan is clean and whose database is migrated. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { plan, log } = options;
  const pool = cancellable(options.pool);
  const { orm, schema, model } = buildFromPlan(plan, pool);
  const onStatement = options.onStatement ?? ((): void => undefined);
  const reads = readEngine({ schema, model, pool, largestPage: options.largestPage ?? 100, onStatement });
  const texts = await loadTexts(plan.modules);
  const telemetry = options.telemetry ?? telemetryOf();
  const queue = await openQueue(pool, log);
  const replicas = options.replicas && openReplicas(options.replicas, options.pool, { metrics: telemetry.metrics, log });
  const handlers = Map.groupBy(plan.modules.flatMap((module) => module.on ?? []), (handler) => handler.event);
  const roles = new Map(plan.modules.flatMap((module) => module.roles ?? []).map((role) => [role.name, role]));
  const everything = new Set(plan.modules.flatMap((module: Module) => module.permissions ?? []).map((permission) => permission.name));
  const day = options.today ?? calendar(options.timeZone ?? 'UTC');

  let background: ReturnType<typeof startBackground> | undefined;

  const platform: Platform = {
    plan, schema, model, reads, orm, pool, replicas, queue, readLog: openReadLog(pool), log, telemetry, roles, texts, onStatement,
    limits: options.limits ?? defaultLimits,
    costs: costs(schema, model),
    allowances: allowances({ pool: options.pool, log }),
    documents: documents(options.limits ?? defaultLimits),
    dataDir: options.dataDir,
    erasures: options.erasures ?? join(options.dataDir, 'erasures.jsonl'),
    auditAnchors: options.auditAnchors ?? join(options.dataDir, 'audit-anchors.jsonl'),
    keys: options.keys ?? (await openKeys(options.dataDir)),
    now: options.now ?? Date.now,
    jobs: new Map(plan.modules.flatMap((module) => module.jobs ?? []).map((job) => [job.name, job])),
    handlersOf: (event) => handlers.get(event) ?? [],
    extensions: <T>(point: ExtensionPoint<T>) => new Map((plan.extensions.get(point.name) ?? []).map(({ name, value }) => [name, value as T])),
    settings: <T>(module: string) => plan.settings.get(module) as T,
    actorOf: ({ id, roles: named, permissions, ...scope }) => ({
      id, kind: kindOf(id), roles: named, ...scopeOf(scope),
      permissions: new Set(permissions ?? named.flatMap((name) => roles.get(name)?.permissions ?? [])),
    }),
    system: (because) => ({ id: because ? `system for ${because}` : 'system', kind: 'system', roles: [], permissions: everything, ...everywhere }),
    context: ({ actor, today = day(), locale = options.locale ?? 'en', purpose = DEFAULT_PURPOSE, requestId = randomUUID(), trace, operation, address, seen }) => ({
      platform, actor, today, locale, purpose, requestId, reads: readSession(() => reads), ...(trace && { trace }), ...(operation && { operation }), ...(address !== undefined && { address }), ...(seen && { seen }),
    }),
    stop: async () => {
      await background?.stop();
      await queue.stop();
      await replicas?.stop();
      await orm.close(true);
      await telemetry.stop();
    },
  };
  try {
    checkGates(platform);
    for (const prepare of platform.extensions(atStart).values()) await prepare(platform);
    const notReady = await whyNotReady(platform);
    if (notReady) throw new NotReadyProblem(notReady);
  } catch (error) {
    await platform.stop();
    throw error;
  }
  if (options.workers ?? true) {
    await startWorkers(platform);
    background = startBackground(platform);
  }
  return platform;
}

/** The platform's own services have subjects that no issuer may give. */
function kindOf(id: string): Actor['kind'] {
  if (id === 'anonymous') return 'anonymous';
  return id.startsWith(SERVICE) ? 'service' : 'user';
}

/** The day in a time zone, `YYYY-MM-DD`. */
function calendar(timeZone: string): () => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let day = '';
  let until = 0;
  return () => {
    const now = Date.now();
    // Days begin at whole minutes in every time zone, and formatting one costs more than a look-up.
    if (now >= until) [day, until] = [format.format(now), now - (now % 60_000) + 60_000];
    return day;
  };
}
