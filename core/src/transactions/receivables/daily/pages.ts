import type { Context } from '../../../kernel/context.js';
import type { JobControl } from '../../../kernel/jobs/define-job.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';

export type DailyName = 'PENALTIES' | 'REMINDERS';

/** Daily work of a programme. */
export interface DailyWork {
  readonly name: DailyName;
  readonly programmeId: string;
  /** ISO date. */
  readonly day: string;
}

const AT_A_TIME = 500;

/**
 * Does a day's work on the open demands of a programme that are late, page by page. How far it came is written with each page, so that
 * it goes on where it was killed, and two that do the same day wait for each other and do each page once.
 *
 * @param page does one page, given by UUIDs, and tells how much it did
 * @returns how much was done
 */
export async function dailyPages(ctx: Context, { name, programmeId, day }: DailyWork, job: JobControl, page: (tx: TxContext, demands: readonly string[]) => Promise<number>): Promise<number> {
  let [did, looked] = [0, 0];
  for (;;) {
    const done = await inTransaction(ctx, async (tx) => {
      const { rows: [at] } = await tx.tx.query<{ upto: string | null; done: boolean; same: boolean }>(
        'select upto, done, day = $3 as same from transactions.daily_work where name = $1 and programme_id = $2 for no key update', [name, programmeId, day]);
      // A later day has begun, or this one is done.
      if (!at?.same || at.done) return undefined;
      const { rows } = await ask<{ id: string }>(tx, sql`
        select d.id from transactions.demand d where d.programme_id = ${programmeId}::uuid and d.state in ('ISSUED', 'PART_PAID') and d.due_on < ${day}::date
          and d.id > ${at.upto ?? '00000000-0000-0000-0000-000000000000'}::uuid order by d.id limit ${AT_A_TIME}::int`);
      const ids = rows.map(({ id }) => id);
      const count = ids.length > 0 ? await page(tx, ids) : 0;
      await tx.tx.query('update transactions.daily_work set upto = coalesce($3, upto), done = $4 where name = $1 and programme_id = $2', [name, programmeId, ids.at(-1) ?? null, ids.length < AT_A_TIME]);
      return { count, looked: ids.length };
    });
    if (!done) return did;
    did += done.count;
    looked += done.looked;
    await job.progress(looked, looked);
  }
}

/** Begins a day's work where that day was not begun; tells whether it was. */
export async function beginDay(tx: TxContext, { name, programmeId, day }: DailyWork): Promise<boolean> {
  const { rowCount } = await tx.tx.query(
    `insert into transactions.daily_work (name, programme_id, day) values ($1, $2, $3)
     on conflict (name, programme_id) do update set day = excluded.day, upto = null, done = false where transactions.daily_work.day < excluded.day`, [name, programmeId, day]);
  return rowCount === 1;
}
