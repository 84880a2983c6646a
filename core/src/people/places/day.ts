import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { notYet } from '../households/refusals.js';

/** The day on which something happens: today where left out, never one that has yet to come. */
export function dayOf(ctx: TxContext, on: string | null | undefined, path = 'on'): string {
  const day = on ?? ctx.today;
  if (day > ctx.today) refuse(notYet(path, { day, today: ctx.today }));
  return day;
}
