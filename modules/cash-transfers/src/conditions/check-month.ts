import { refuse, type TxContext } from '@kinga/plugin-sdk';
import { complianceAhead, notAMonth } from './refusals.js';

/** Refuses what is no month, and one that has not begun. */
export function checkMonth(ctx: TxContext, month: string): void {
  if (!month.endsWith('-01')) refuse(notAMonth('month', { day: month }));
  if (month > ctx.today) refuse(complianceAhead('month', { month }));
}
