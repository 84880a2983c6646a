import { invalidInput, refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';

const currencyUnknown = invalidInput('CURRENCY_UNKNOWN', '{currency} is not a currency that this deployment can book.', 'Give an ISO 4217 code, such as GHS.');

/** How many decimals amounts of a currency have (ISO 4217). */
export async function minorDigits(ctx: TxContext, currency: string): Promise<number> {
  const { rows } = await ctx.tx.query<{ minor_digits: number }>('select minor_digits from transactions.currency where code = $1', [currency]);
  return rows[0]?.minor_digits ?? refuse(currencyUnknown('currency', { currency }));
}
