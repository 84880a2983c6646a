import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';

const LOOKS = 1_200;
/** Prepared: it is looked for often, and planning it, over all partitions of the queue, takes longer than the look. */
const OPEN = { name: 'test-open-jobs', text: "select exists (select from pgboss.job where state in ('created', 'active', 'retry') and name like 'kernel.%') as open" };

/** Waits until the queue holds nothing that is waiting, active or to be tried again. */
export async function finishJobs(pool: Pool): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { rows } = await pool.query<{ open: boolean }>(OPEN);
    if (!rows[0]?.open) return;
    await wait(25);
  }
  const { rows } = await pool.query<{ what: string }>(
    `select coalesce(job.name, queued.name) || ' ' || queued.state || coalesce(': ' || (queued.output ->> 'message'), '') as what
     from pgboss.job queued left join kernel.job job on job.id = (queued.data ->> 'job')::uuid
     where queued.state in ('created', 'active', 'retry') and queued.name like 'kernel.%'`,
  );
  throw new Error(`${rows.length} jobs or deliveries are still open: ${rows.map(({ what }) => what).join('; ')}`);
}
