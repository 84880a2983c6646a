import { Decimal } from 'decimal.js';
import { digitsOf } from '../kernel/schema/minor-digits.js';

/** The integers of decimals in units of the finest of them. */
function integers(values: readonly string[], digits: number): readonly bigint[] {
  return values.map((value) => {
    const exact = new Decimal(value);
    const [whole = '0', behind = ''] = exact.abs().toFixed().split('.');
    const integer = BigInt(whole + behind.padEnd(digits, '0'));
    return exact.isNegative() ? -integer : integer;
  });
}

const digitsBehind = (value: string): number => new Decimal(value).decimalPlaces();

function written(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const at = text.length - digits;
  return `${units < 0n ? '-' : ''}${text.slice(0, at)}${digits > 0 ? `.${text.slice(at)}` : ''}`;
}

/**
 * Shares an amount by weights in the smallest unit of its currency, so that the shares sum to the amount: by the method of
 * the largest remainder (Hare quota). Each share is rounded towards zero, and the units that are left go one by one to
 * those of whom most was cut off, of equal ones to the first. In SQL: `transactions.split(amount, weights, digits)`.
 *
 * @param amount a decimal as text, in the main unit: `10.00`; with no more digits than the currency has
 * @param weights decimals as text, none of them negative, one of them more than nothing
 * @param currency ISO 4217 code, which says how many digits there are (0, 2, 3 …)
 * @returns a share for each weight, with the digits of the currency
 * @throws RangeError where the amount is finer than the currency, or the weights share nothing
 * @example split('100.00', ['1', '1', '1'], 'GHS') // ['33.34', '33.33', '33.33']
 */
export function split(amount: string, weights: readonly string[], currency: string): readonly string[] {
  const digits = digitsOf(currency);
  if (digitsBehind(amount) > digits) throw new RangeError(`${amount} has more than the ${digits} digits of ${currency}`);
  const of = integers(weights, Math.max(0, ...weights.map(digitsBehind)));
  const total = of.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || of.some((weight) => weight < 0n)) throw new RangeError('weights are not negative, and one of them is more than nothing');
  const [units = 0n] = integers([amount], digits);
  const [sign, positive] = units < 0n ? [-1n, -units] : [1n, units];
  const shares = of.map((weight, index) => ({ index, down: (positive * weight) / total, cut: (positive * weight) % total }));
  const left = Number(positive - shares.reduce((sum, { down }) => sum + down, 0n));
  const one = new Set([...shares].sort((a, b) => (a.cut === b.cut ? a.index - b.index : a.cut < b.cut ? 1 : -1)).slice(0, left).map(({ index }) => index));
  return shares.map(({ index, down }) => written(sign * (down + (one.has(index) ? 1n : 0n)), digits));
}
