import { digest } from '../secrets/secrets.js';
import type { Platform } from '../platform.js';

/** In SQL, the first step of one digit (1, 2, … 9, 10, 20, …) that is not below a number; null of nothing. */
export const oneDigit = (of: string): string => `(ceil(nullif(${of}, 0) / 10 ^ floor(log(nullif(${of}, 0)))) * 10 ^ floor(log(nullif(${of}, 0))))`;

/**
 * In SQL, a figure as it is told in steps: down to one, or up to the next, by `draw`, a number from 0 below 1 that what the figure is of makes. As often up
 * as it is nearer to it, so that sums come out right; always the same of the same rows, so that asking again tells nothing; and anew of any others, so that
 * nobody finds the rows at which a step is passed.
 */
export const inSteps = (value: string, step: string, draw: string): string => `coalesce(trim_scale(floor((${value}) / ${step} + ${draw}) * ${step}), 0)`;

/** In SQL, a number from 0 below 1 of a hash, which is any number. */
export const drawOf = (hash: string): string => `(mod(abs((${hash})::numeric), 1000000) / 1000000)`;

/** What hashes of drawing are made with, for PostgreSQL's `hashtextextended`: a number that nobody knows who is told figures. */
export function drawingSeed(of: { readonly platform: Platform }): string {
  return digest(of, 'kernel.in-steps', 'seed').readBigInt64BE(4).toString();
}
