import { Decimal as DecimalJs } from 'decimal.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { cashAmountWrong, cashCountOff } from './refusals.js';

const Exact = DecimalJs.clone({ precision: 100 });

/** An amount that can lie in a drawer, with all digits of its currency. */
export function cashAmount(amount: string, { currency, digits }: { readonly currency: string; readonly digits: number }, path: string): string {
  const exact = new Exact(amount);
  if (exact.lt(0) || exact.decimalPlaces() > digits || exact.precision(true) > 20) refuse(cashAmountWrong(path, { currency }));
  return exact.toFixed(digits);
}

/** How many notes or coins of a value were counted. */
export interface Denomination {
  readonly value: string;
  readonly count: number;
}

/** Notes and coins have to sum to what was counted. */
export function checkDenominations(denominations: readonly Denomination[], counted: string): void {
  const sum = denominations.reduce((total, { value, count }) => total.plus(new Exact(value).times(count)), new Exact(0));
  if (!sum.eq(counted)) refuse(cashCountOff('denominations', { sum: sum.toFixed(), counted }));
}

/** What is left of one amount when another is taken from it, with as many digits as are said. */
export const less = (amount: string, taken: string, digits: number): string => new Exact(amount).minus(taken).toFixed(digits);

export const isZero = (amount: string): boolean => new Exact(amount).isZero();

/** Its size, and whether it is less than nothing. */
export function magnitude(amount: string, digits: number): { readonly size: string; readonly negative: boolean } {
  const exact = new Exact(amount);
  return { size: exact.abs().toFixed(digits), negative: exact.lt(0) };
}
