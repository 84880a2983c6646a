import { randomInt } from 'node:crypto';
import type { Context } from '../kernel/context.js';
import { digest, digests } from '../kernel/secrets/secrets.js';

/** Crockford's digits: none looks like another, and no word comes about by chance. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const PURPOSE = 'grievances.follow-up';

function random(length: number): string {
  return Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join('');
}

const grouped = (digitsOf: string): string => digitsOf.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? digitsOf;

/** A code that nobody guesses: 60 bits, in groups that can be read out. */
export const makeFollowUpCode = (): string => grouped(random(12));

/** What names a grievance in letters. It need not be secret, and tells neither when it came nor how many there are. */
export const makeReference = (): string => `G-${grouped(random(8))}`;

/** A code as people write it down, in the form in which it was made. */
function plain(code: string): string {
  return code.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1').replaceAll(/[^0-9A-Z]/g, '');
}

export function codeDigest(ctx: Pick<Context, 'platform'>, code: string): Buffer {
  return digest(ctx, PURPOSE, plain(code));
}

/** The digests that a code may have been stored under. */
export function codeDigests(ctx: Pick<Context, 'platform'>, code: string): readonly Buffer[] {
  return digests(ctx, PURPOSE, plain(code));
}
