import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { currencyUnknown } from './refusals.js';

/** How many decimals amounts of a currency have (ISO 4217). */
export async function minorDigits(ctx: TxContext, currency: string): Promise<number> {
  const { rows } = await ctx.tx.query<{ minor_digits: number }>('select minor_digits from transactions.currency where code = $1', [currency]);
  return rows[0]?.minor_digits ?? refuse(currencyUnknown('currency', { currency }));
}
