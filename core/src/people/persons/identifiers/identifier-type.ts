import type { Context } from '../../../kernel/context.js';
import { extensionPoint } from '../../../kernel/module/extension-point.js';
import { personSettings } from '../settings.js';
import { damm, luhn, mod97, verhoeff, type CheckDigit } from './check-digits.js';

/** A type of identifier, by its code in kebab case. */
export interface IdentifierType {
  /** What it is, for people. */
  readonly description: string;
  /** Who gives it, where that is always the same. */
  readonly issuer?: string;
  /** What a number in its normal form looks like, as a whole. */
  readonly pattern: RegExp;
  /** The normal form, under which equal numbers are equal. Capital letters and digits alone where left out. */
  readonly normalise?: (text: string) => string;
  /** Whether the check digit of a number in its normal form is right: `luhn.isValid` and such. */
  readonly check?: (normal: string) => boolean;
  /** Whether it is sealed in the database and masked in answers. */
  readonly secret: boolean;
}

/** Types of identifiers that persons may have; modules add to them, and a deployment's settings may add or replace some. */
export const identifierTypes = extensionPoint<IdentifierType>('people.identifier-types', 'many', 'Types of identifiers of persons: national numbers, cards, passports');

/** What every deployment has: a national number of any form. A country says more in its settings or a module. */
export const nationalNumber = identifierTypes.contribute('national-number', { description: 'National identification number', pattern: /^[0-9A-Z]{4,30}$/, secret: true });

const CHECK_DIGITS: Readonly<Record<string, CheckDigit>> = { LUHN: luhn, MOD97: mod97, VERHOEFF: verhoeff, DAMM: damm };

/** The types in effect, by code. */
export function typesOf(ctx: Pick<Context, 'platform'>): ReadonlyMap<string, IdentifierType> {
  const types = new Map(ctx.platform.extensions(identifierTypes));
  for (const [code, { description, issuer, pattern, checkDigit, secret }] of Object.entries(personSettings(ctx).identifiers)) {
    const check = checkDigit && CHECK_DIGITS[checkDigit];
    types.set(code, { description, pattern: new RegExp(`^(?:${pattern})$`), secret, ...(issuer && { issuer }), ...(check && { check: (normal) => check.isValid(normal) }) });
  }
  return types;
}

export function normalForm({ normalise }: IdentifierType, text: string): string {
  return normalise ? normalise(text) : text.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '');
}

/** Whether a number in its normal form can be one of the type. */
export function isPossible({ pattern, check }: IdentifierType, normal: string): boolean {
  return pattern.test(normal) && (!check || check(normal));
}
