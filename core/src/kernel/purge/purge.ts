import type { Context } from '../context.js';
import { backgroundWork } from '../jobs/background.js';
import { inTransaction } from '../write/transaction.js';
import { purges } from './purges.js';

/** Of each table at once, so that nobody waits for it long. */
const AT_ONCE = 1_000;
const EVERY_MS = 3_600_000;

/**
 * Throws away some of what is of no use any more, in one statement; processes that do it at once share the rows.
 *
 * @returns how many rows went
 */
export async function purge(ctx: Context): Promise<number> {
  const parts = [...ctx.platform.extensions(purges).values()].map(({ table, where }, index) =>
    `gone${index} as (delete from ${table} where ctid = any(array(select t.ctid from ${table} t where ${where} limit ${AT_ONCE} for update skip locked)) returning 1)`);
  const counts = parts.map((_, index) => `(select count(*)::int from gone${index})`).join(' + ');
  return inTransaction(ctx, async (tx) => {
    const { rows: [gone] } = await tx.tx.query<{ rows: number }>(`with at as (select $1::timestamptz), ${parts.join(', ')} select ${counts} as rows`, [new Date(ctx.platform.now()).toISOString()]);
    return gone?.rows ?? 0;
  }, { operation: 'purge' });
}

export const purging = backgroundWork.contribute('kernel.purge', { everyMs: EVERY_MS, run: purge });
