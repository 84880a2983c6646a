import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { notYet } from './refusals.js';

/** The day from which a change holds: the one given, today where none is. Nothing is said ahead. */
export function dayOf(ctx: TxContext, on: string | null | undefined, path = 'on'): string {
  const day = on ?? ctx.today;
  if (day > ctx.today) refuse(notYet(path, { day, today: ctx.today }));
  return day;
}
