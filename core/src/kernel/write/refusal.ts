import type { Context } from '../context.js';
import { Conflict, InvalidInput, InvalidText, NotFound, RuleViolation, type UserError } from './user-error.js';

/** A reason to do nothing, on its way to the caller's `userErrors`. */
export interface Refusal {
  readonly type: new () => UserError;
  readonly code: string;
  /** In English, with `{name}` where a value of the case belongs; other languages are in the modules' locales. */
  readonly message: string;
  readonly hint?: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Where in the input, such as `members.0.birthDate`. */
  readonly path: string;
  /** Of an `InvalidText`, where in the text. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** Carries refusals out of a transaction, undoing it. */
export class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map((refusal) => `${refusal.code} at ${refusal.path || 'input'}: ${fill(refusal.message, refusal.values)}`).join('; '));
  }
}

type Make = (code: string, message: string, hint?: string) => (path: string, values?: Readonly<Record<string, string | number>>) => Refusal;

const make = (type: new () => UserError): Make => (code, message, hint) => (path, values = {}) => ({
  type,
  code,
  path,
  message,
  values,
  ...(hint && { hint }),
});

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}

/** Makers of refusals, for a domain's `refusals.ts`: `const householdFull = ruleViolation('HOUSEHOLD_FULL', '… {limit}', 'what to do')`. */
export const invalidInput = make(InvalidInput);
/** Maker of refusals: what is named does not exist, or the caller may not see it. */
export const notFound = make(NotFound);
/** Maker of refusals: somebody else was first, or holds what must be unique. */
export const conflict = make(Conflict);
/** Maker of refusals: a rule of the programme or of the platform does not allow it. */
export const ruleViolation = make(RuleViolation);

/** Maker of refusals: a text, such as a rule, cannot be used as it is. `line` and `column` say where in it, from 1. */
export function invalidText(code: string, message: string, hint?: string): (path: string, values: Readonly<Record<string, string | number>> & { readonly line: number; readonly column: number }) => Refusal {
  const refusal = make(InvalidText)(code, message, hint);
  return (path, values) => ({ ...refusal(path, values), place: { line: values.line, column: values.column } });
}

/** Ends the mutation: nothing is written, the caller is told why. */
export function refuse(...refusals: readonly Refusal[]): never {
  throw new Refused(refusals);
}

/** A refusal as the caller is told it, in the caller's language. */
export function toUserError(ctx: Context, refusal: Refusal): UserError {
  const { texts } = ctx.platform;
  const hint = texts.of(ctx.locale, `${refusal.code}.hint`) ?? refusal.hint;
  return Object.assign(new refusal.type(), {
    code: refusal.code,
    message: fill(texts.of(ctx.locale, refusal.code) ?? refusal.message, refusal.values),
    hint: hint ? fill(hint, refusal.values) : null,
    path: ['input', ...refusal.path.split('.').filter((step) => step !== '')],
    ...refusal.place,
  });
}
