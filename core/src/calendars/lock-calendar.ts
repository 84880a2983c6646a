import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { calendarNotFound } from './refusals.js';

/** Whoever says something else of the same calendar waits. */
export async function lockCalendar(tx: TxContext, id: string, path: string): Promise<void> {
  const { rowCount } = await tx.tx.query('select 1 from calendars.calendar where id = $1 for no key update', [id]);
  if (rowCount === 0) refuse(calendarNotFound(path));
}
