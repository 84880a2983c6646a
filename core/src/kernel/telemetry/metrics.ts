import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted. Labels take few values, all of them the kernel's own: nothing of a request's text or of a person. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'type' | 'outcome'>;
  readonly statements: Histogram<'kind'>;
  /** Requests that were refused at the door, before anybody looked at what they ask. */
  readonly turnedAway: Counter<'because'>;
  readonly retries: Counter<'code'>;
  readonly jobs: Counter<'outcome'>;
  readonly deliveries: Counter<'outcome'>;
  readonly reads: Counter<'from' | 'because'>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** The instruments of one platform. */
export function newMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({ name: 'kinga_request_seconds', help: 'Requests by kind of operation and how they ended', labelNames: ['type', 'outcome'], buckets: SECONDS, registers }),
    statements: new Histogram({ name: 'kinga_statement_seconds', help: 'SQL statements of requests', labelNames: ['kind'], buckets: SECONDS, registers }),
    turnedAway: new Counter({ name: 'kinga_turned_away_total', help: 'Requests refused at the door: overload, rate (of an address), streams, transfers (of files)', labelNames: ['because'], registers }),
    retries: new Counter({ name: 'kinga_transaction_retries_total', help: 'Transactions tried again, by the code of the database', labelNames: ['code'], registers }),
    jobs: new Counter({ name: 'kinga_jobs_total', help: 'Turns of jobs by how they ended', labelNames: ['outcome'], registers }),
    deliveries: new Counter({ name: 'kinga_deliveries_total', help: 'Deliveries of events by how they ended', labelNames: ['outcome'], registers }),
    reads: new Counter({ name: 'kinga_reads_total', help: 'Queries that a replica might answer, by who did, and why', labelNames: ['from', 'because'], registers }),
  };
}

const KINDS_OF_OUTCOME: readonly (readonly [RegExp, string])[] = [
  [/^(ok|refused)$/, '$1'], [/^(UNAUTHENTICATED|FORBIDDEN)$/, 'forbidden'], [/^(TIMEOUT|OUTCOME_UNKNOWN)$/, 'timeout'],
  [/^DATABASE_/, 'database'], [/^(TOO_|RATE_|OVERLOADED|COST_|LIMIT)/, 'limited'], [/^INTERNAL_SERVER_ERROR$/, 'fault'], [/^(GRAPHQL_|BAD_|OPERATION_|PERSISTED_)/, 'client'],
];

/** The few kinds of outcome that metrics tell apart. */
export function kindOfOutcome(outcome: string | undefined, status: number): string {
  const found = outcome === undefined ? undefined : KINDS_OF_OUTCOME.find(([pattern]) => pattern.test(outcome));
  if (found) return found[1] === '$1' ? (outcome as string) : found[1];
  if (status === 429) return 'limited';
  return status >= 500 ? 'fault' : status >= 400 ? 'client' : 'ok';
}

const QUEUED = `
  select 'queued' as what, count(*) filter (where state = 'QUEUED')::int as n, coalesce(extract(epoch from now() - min(created_at) filter (where state = 'QUEUED')), 0)::float as age from kernel.job where state in ('QUEUED', 'RUNNING')
  union all select 'running', count(*)::int, coalesce(extract(epoch from now() - min(created_at)), 0)::float from kernel.job where state = 'RUNNING'
  union all select 'deliveries', count(*)::int, coalesce(extract(epoch from now() - min(created_on)), 0)::float from pgboss.job where name = 'kernel.deliveries' and state in ('created', 'retry', 'active')
  union all select 'given-up', count(*)::int, coalesce(extract(epoch from now() - min(created_on)), 0)::float from pgboss.job where name in ('kernel.jobs', 'kernel.deliveries') and state = 'failed'`;

/** Adds how far the replicas are behind; one that can't be read is behind for ever. */
export function observeReplicas({ registry }: Metrics, lags: () => readonly number[]): void {
  new Gauge({
    name: 'kinga_replica_lag_seconds', help: 'Seconds of writes that a replica may lack, by its place in KINGA_REPLICA_URLS', labelNames: ['replica'], registers: [registry],
    collect() {
      lags().forEach((seconds, index) => this.set({ replica: String(index) }, seconds));
    },
  });
}

/** Adds what is looked up when somebody asks: the process, its pool, and what waits in the database. */
export function observe({ registry }: Metrics, pool: Pool): void {
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'kinga_pool_connections', help: 'Connections of the pool; waiting are requests that have none', labelNames: ['state'], registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  new Gauge({
    name: 'kinga_audit_anchor_age_seconds', help: 'How long ago the audit was anchored last', labelNames: ['of'], registers,
    async collect() {
      // Not told while the database is away, or nothing was anchored: whoever watches it looks for its absence too.
      this.reset();
      const { rows } = await pool.query<{ age: number | null }>('select extract(epoch from now() - max(at))::float as age from kernel.audit_anchor').catch(() => ({ rows: [] }));
      if (typeof rows[0]?.age === 'number') this.set({ of: 'chains' }, rows[0].age);
    },
  });
  const age = new Gauge({ name: 'kinga_work_oldest_seconds', help: 'Age of the oldest work of a kind', labelNames: ['what'], registers });
  new Gauge({
    name: 'kinga_work', help: 'Work that waits, runs, or was given up and can be tried again (dead letters)', labelNames: ['what'], registers,
    async collect() {
      try {
        const { rows } = await pool.query<{ what: string; n: number; age: number }>(QUEUED);
        for (const { what, n, age: seconds } of rows) {
          this.set({ what }, n);
          age.set({ what }, seconds);
        }
      } catch {
        // The database is away; what the process itself knows is told all the same.
        this.reset();
        age.reset();
      }
    },
  });
}
