import { existsSync } from 'node:fs';
import type { Pool } from 'pg';
import { accountTooStrong } from '../../kernel/database/account-strength.js';
import { idOf } from '../../kernel/database/migration.js';
import { migrationsOf } from '../../kernel/database/plan-migrations.js';
import { migrationProblems } from '../../kernel/database/problems.js';
import type { Environment } from '../environment.js';
import type { Deployment } from '../load-deployment.js';
import { pendingOf } from '../migrate-deployment.js';
import { databaseFolder, openDeploymentDatabase } from '../open-deployment.js';
import { DeploymentProblems } from '../problems.js';
import { look, type Finding } from './finding.js';

/** Looks at the database; one that does not exist yet is not made. */
export async function databaseFindings(environment: Environment, deployment: Deployment | undefined): Promise<readonly Finding[]> {
  const folder = databaseFolder(environment.dataDir);
  if (!environment.databaseUrl && !existsSync(folder)) return [await look('database', () => `none yet in ${folder}; kinga start makes it`)];
  const opened: { pool?: Pool; stop?: () => Promise<void> } = {};
  const findings = [await look('database', async () => {
    const database = await openDeploymentDatabase(environment, { step: () => undefined });
    opened.pool = database.pool;
    opened.stop = database.stop;
    return version(database.pool, database.embedded);
  })];
  const { pool } = opened;
  if (pool) findings.push(await look('account', () => account(pool)));
  if (pool && deployment) {
    findings.push(await look('extensions', () => extensions(deployment, pool)));
    findings.push(await look('migrations', () => migrations(deployment, pool, environment.databaseUrl === undefined)));
  }
  await opened.stop?.();
  return findings;
}

async function version(pool: Pool, embedded: boolean): Promise<string> {
  const { rows } = await pool.query<{ version: string; name: string }>("select current_setting('server_version') as version, current_database() as name");
  return `PostgreSQL ${rows[0]?.version ?? '?'}, ${embedded ? 'embedded' : 'at DATABASE_URL'}, database ${rows[0]?.name ?? '?'}`;
}

/** Whether PostgreSQL holds back rows from the platform's account. */
async function account(pool: Pool): Promise<string> {
  const problem = await accountTooStrong(pool);
  if (problem) throw problem;
  const { rows } = await pool.query<{ who: string }>('select current_user::text as who');
  return `${rows[0]?.who ?? '?'} owns nothing, so row-level security binds it`;
}

/** The extensions that migrations create, as far as the server has or offers them. */
async function extensions({ plan }: Deployment, pool: Pool): Promise<string> {
  const texts = (await migrationsOf(plan)).map(({ sql }) => sql).join('\n');
  const wanted = [...new Set([...texts.matchAll(/create\s+extension\s+(?:if\s+not\s+exists\s+)?"?(\w+)/gi)].flatMap(([, name]) => name ?? []))].sort();
  const { rows } = await pool.query<{ name: string }>('select name from pg_available_extensions where name = any($1)', [wanted]);
  const lacking = wanted.filter((name) => !rows.some((row) => row.name === name));
  if (lacking.length > 0) {
    throw new DeploymentProblems([{
      code: 'EXTENSION_MISSING', message: `The server does not offer ${lacking.join(', ')}.`,
      cure: "Install PostgreSQL's contrib package on the server, or allow these extensions where a provider runs it.",
    }]);
  }
  return wanted.length > 0 ? `${wanted.join(', ')} are there` : 'none are needed';
}

async function migrations(deployment: Deployment, pool: Pool, embedded: boolean): Promise<string> {
  const pending = (await pendingOf(deployment, pool)).map(idOf);
  if (pending.length > 0 && !embedded) throw migrationProblems.behind(pending);
  return pending.length > 0 ? `kinga start will apply ${pending.join(', ')}` : 'none is pending';
}
