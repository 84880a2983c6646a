import type { Pool } from 'pg';
import { everywhere, readInScope } from '../access/scope.js';
import { DELIVERIES } from '../events/publish.js';

/** A delivery of an event whose handler failed each time: a dead letter, kept for a week. */
export interface GivenUp {
  readonly id: string;
  readonly event: string;
  readonly handler: string;
  readonly since: string;
}

/** Dead letters, oldest first. */
export async function deliveriesGivenUp(pool: Pool): Promise<readonly GivenUp[]> {
  const scoped = readInScope({ id: 'system', ...everywhere },
    `select queued.id, coalesce(event.name, queued.data ->> 'event') as event, queued.data ->> 'handler' as handler, to_char(queued.created_on, 'YYYY-MM-DD HH24:MI') as since
     from pgboss.job queued left join kernel.event event on event.id = (queued.data ->> 'event')::uuid
     where queued.name = $1 and queued.state = 'failed' order by queued.created_on, queued.id limit 1000`, [DELIVERIES],
  );
  return (await pool.query<GivenUp>(scoped.text, [...scoped.values])).rows;
}

/**
 * Has dead letters delivered again, by whichever process takes them.
 *
 * @param ids which; all where left out
 * @returns how many
 */
export async function retryDeliveries(pool: Pool, ids?: readonly string[]): Promise<number> {
  const { rowCount } = await pool.query(
    `update pgboss.job set state = 'created', retry_count = 0, started_on = null, completed_on = null, heartbeat_on = null, output = null, start_after = now()
     where name = $1 and state = 'failed' and ($2::uuid[] is null or id = any($2))`, [DELIVERIES, ids ?? null],
  );
  return rowCount ?? 0;
}
