import type { Context } from '../context.js';
import { appendAnchor, lastAnchor, type Anchor } from './anchors.js';
import { inTransaction } from '../write/transaction.js';

const CLAIM = 'insert into kernel.audit_anchor (day, at) values ($1, $2) on conflict do nothing';

/**
 * Anchors the audit where the deployment says, once a day (UTC), whichever process comes first. The day is noted in the transaction
 * in which the anchor is written: a process that dies between the two leaves the day to the next one, which finds the anchor there.
 *
 * @returns how many anchors were written
 */
export async function anchorDaily(ctx: Context): Promise<number> {
  const { platform } = ctx;
  const at = new Date(platform.now());
  const day = at.toISOString().slice(0, 10);
  const { rows } = await platform.pool.query('select from kernel.audit_anchor where day = $1', [day]);
  if (rows.length > 0) return 0;
  const written = await inTransaction(ctx, async ({ tx }): Promise<Anchor | undefined> => {
    const claimed = await tx.query(CLAIM, [day, at.toISOString()]);
    if (claimed.rowCount === 0 || (await lastAnchor(platform.auditAnchors))?.at.startsWith(day)) return undefined;
    return appendAnchor(tx, platform.keys, at, platform.auditAnchors);
  });
  if (!written) return 0;
  // The log is a second place, which leaves the machine by itself where logs are gathered.
  platform.log.info({ anchor: written }, 'the audit was anchored');
  return 1;
}
