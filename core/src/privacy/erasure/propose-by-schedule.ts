import { CronExpressionParser } from 'cron-parser';
import type { Context } from '../../kernel/context.js';
import { backgroundWork } from '../../kernel/jobs/background.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { privacySettings } from '../settings.js';
import { dueSql } from './due.js';
import { listDue } from './propose-erasure.js';

const EVERY_MS = 60_000;
const LOOKED = 'select from privacy.scheduled_look where due_at = $1';
/** Whichever process is first looks; the others find that it was done. */
const CLAIM = 'insert into privacy.scheduled_look (due_at, at) values ($1, $2) on conflict do nothing';
const WAITS = "select from privacy.erasure_run where kind = 'RETENTION' and state = 'PROPOSED' and proposed_by = $1 limit 1";

/**
 * Lists everybody whom nothing keeps any more, at the times of the setting `proposeErasures`, UTC; what was missed is made up for once. Nothing
 * is erased by it: a person approves the list. Where nobody is due, or the last list still waits, there is none.
 *
 * @returns how many lists were made
 */
export async function proposeBySchedule(ctx: Context): Promise<number> {
  const { platform } = ctx;
  const { proposeErasures } = privacySettings(platform);
  if (proposeErasures === undefined) return 0;
  const now = new Date(platform.now());
  // `prev` is before its moment: this one counts.
  const dueAt = CronExpressionParser.parse(proposeErasures, { currentDate: new Date(now.getTime() + 1), tz: 'UTC' }).prev().toDate().toISOString();
  if ((await platform.pool.query(LOOKED, [dueAt])).rowCount) return 0;
  return inTransaction(ctx, async (tx) => {
    const claimed = await tx.tx.query(CLAIM, [dueAt, now.toISOString()]);
    if (claimed.rowCount === 0 || (await tx.tx.query(WAITS, [tx.actor.id])).rowCount) return 0;
    const { rows: [someone] } = await ask<{ due: boolean }>(tx, sql`select exists (${dueSql(tx)}) as due`);
    if (!someone?.due) return 0;
    await listDue(tx, `by schedule: ${proposeErasures}`);
    return 1;
  }, { operation: 'privacy.retention-lists' });
}

export const retentionLists = backgroundWork.contribute('privacy.retention-lists', { everyMs: EVERY_MS, run: proposeBySchedule });
