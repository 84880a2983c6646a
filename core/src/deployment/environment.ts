import { join, resolve } from 'node:path';
import { deploymentProblems } from './problems.js';

/** Where a deployment runs: what the environment says, and defaults. */
export interface Environment {
  /** `KINGA_DATA`: folder of the embedded database and of what the platform writes. */
  readonly dataDir: string;
  /** `DATABASE_URL`; undefined means the embedded database. */
  readonly databaseUrl: string | undefined;
  /** `KINGA_OWNER_DATABASE_URL`: the account that owns the tables and migrates, where that is another than the platform's. */
  readonly ownerDatabaseUrl?: string | undefined;
  /** `KINGA_REPLICA_URLS`, with commas between: servers that follow the database and may answer queries; none where left out. */
  readonly replicaUrls?: readonly string[];
  /** `KINGA_REPLICA_LAG_SECONDS`, in milliseconds: how far behind they may be. */
  readonly replicaLagMs?: number;
  /** `PORT`. */
  readonly port: number;
  /** `HOST`. */
  readonly host: string;
  /** `NODE_ENV=production`. */
  readonly production: boolean;
  /** `KINGA_GRACE_SECONDS`, in milliseconds: how long a process goes on answering after it was asked to end. */
  readonly graceMs?: number;
  /** `KINGA_METRICS_PORT`: answers Prometheus there; nowhere where left out. */
  readonly metricsPort?: number;
  /** `KINGA_AUDIT_ANCHORS`: file, best on another machine, that anchors of the audit are added to; in the data folder where left out. */
  readonly auditAnchors?: string;
  /** `KINGA_ERASURES`: file, best on another machine, that says who was erased; in the data folder where left out. */
  readonly erasures?: string;
}

/**
 * Reads the environment of a deployment.
 *
 * @param dir folder of its configuration
 * @throws DeploymentProblems PORT_INVALID, GRACE_INVALID, REPLICA_LAG_INVALID
 */
export function readEnvironment(dir: string, env: NodeJS.ProcessEnv = process.env): Environment {
  const given = env['KINGA_DATA'];
  return {
    dataDir: given ? resolve(given) : join(dir, '.kinga'),
    ...(env['KINGA_AUDIT_ANCHORS'] && { auditAnchors: resolve(env['KINGA_AUDIT_ANCHORS']) }),
    ...(env['KINGA_ERASURES'] && { erasures: resolve(env['KINGA_ERASURES']) }),
    databaseUrl: env['DATABASE_URL'] || undefined,
    ownerDatabaseUrl: env['KINGA_OWNER_DATABASE_URL'] || undefined,
    ...(env['KINGA_REPLICA_URLS'] && { replicaUrls: env['KINGA_REPLICA_URLS'].split(',').map((url) => url.trim()).filter((url) => url !== '') }),
    ...(env['KINGA_REPLICA_LAG_SECONDS'] && { replicaLagMs: readSeconds(env['KINGA_REPLICA_LAG_SECONDS'], 0, deploymentProblems.replicaLag) }),
    port: readPort(env['PORT']),
    host: env['HOST'] || '127.0.0.1',
    production: env['NODE_ENV'] === 'production',
    ...(env['KINGA_METRICS_PORT'] && { metricsPort: readPort(env['KINGA_METRICS_PORT']) }),
    // Whoever balances load looks every few seconds whether a process is ready; at one's desk nobody does.
    graceMs: readSeconds(env['KINGA_GRACE_SECONDS'], env['NODE_ENV'] === 'production' ? 5_000 : 0, deploymentProblems.grace),
  };
}

function readSeconds(text: string | undefined, otherwise: number, problem: (value: string) => Error): number {
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,3}(\.\d+)?$/.test(text)) throw problem(text);
  return Number(text) * 1000;
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 4000;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw deploymentProblems.port(text);
  return port;
}
