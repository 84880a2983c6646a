import { Decimal } from 'decimal.js';
import { nearest } from '../kernel/plan/did-you-mean.js';
import { digitsOf } from '../kernel/schema/minor-digits.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { benefitTypes, protectionFunctions } from './classification.js';
import type { ProgrammeFieldsInput } from './programme-input.js';
import { benefitOfOther, benefitTypeUnknown, budgetInvalid, calendarUnknown, functionUnknown, programmeDates } from './refusals.js';
import { textProblems } from './texts.js';

interface Standing {
  readonly scheme: string;
  readonly currency: string;
  readonly startsOn: string;
}

/** Everything that is wrong with what is said of a programme. */
export async function programmeProblems(ctx: TxContext, { scheme, currency, startsOn }: Standing, given: Partial<ProgrammeFieldsInput>): Promise<readonly Refusal[]> {
  const types = ctx.platform.extensions(benefitTypes);
  const type = given.benefitType ? types.get(given.benefitType) : undefined;
  const functions = [...ctx.platform.extensions(protectionFunctions).keys()];
  const { benefitType, iloFunction, budget, calendarId, endsOn } = given;
  return [
    ...textProblems(given.names ?? [], 'names'),
    ...(benefitType && !type ? [benefitTypeUnknown('benefitType', { hint: meant(benefitType, [...types.keys()]) })] : []),
    ...(benefitType && type && type.scheme !== scheme ? [benefitOfOther('benefitType', { scheme: type.scheme })] : []),
    ...(iloFunction && !functions.includes(iloFunction) ? [functionUnknown('iloFunction', { hint: meant(iloFunction, functions) })] : []),
    ...(budget && (new Decimal(budget).lte(0) || new Decimal(budget).decimalPlaces() > digitsOf(currency)) ? [budgetInvalid('budget', { budget, currency, digits: digitsOf(currency) })] : []),
    ...(calendarId && !(await isCalendar(ctx, calendarId)) ? [calendarUnknown('calendarId')] : []),
    ...(endsOn && endsOn <= startsOn ? [programmeDates('endsOn', { startsOn, endsOn })] : []),
  ];
}

async function isCalendar(ctx: TxContext, id: string): Promise<boolean> {
  const { rowCount } = await ctx.tx.query('select from calendars.calendar where id = $1', [id]);
  return rowCount === 1;
}

/** What was perhaps meant, or what there is. */
export function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near) return `Did you mean "${near}"?`;
  return known.length === 0 ? 'There is none.' : `There are: ${[...known].sort().join(', ')}.`;
}
