import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { DELIVERIES } from '../kernel/events/publish.js';
import { JOBS } from '../kernel/jobs/start-job.js';

/** Whether the queue's own tables lack something that this installation needs. Laying them takes long, so it is asked first. */
export async function jobTablesMissing(pool: Pool): Promise<boolean> {
  const { rows: there } = await pool.query<{ there: boolean }>("select to_regclass('pgboss.version') is not null and to_regclass('pgboss.queue') is not null as there");
  if (!there[0]?.there) return true;
  const { rows } = await pool.query<{ version: number; queues: number }>(
    'select version, (select count(*)::int from pgboss.queue where name = any($1)) as queues from pgboss.version', [[JOBS, DELIVERIES]],
  );
  const found = rows[0];
  return !found || found.version < wantedVersion() || found.queues < 2;
}

/** pg-boss numbers its tables in its package.json, which it does not export. */
function wantedVersion(): number {
  const manifest = new URL('../package.json', import.meta.resolve('pg-boss'));
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly pgboss: { readonly schema: number } }).pgboss.schema;
}
