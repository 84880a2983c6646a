import { Decimal } from 'decimal.js';
import { digitsOf } from '../kernel/schema/minor-digits.js';
import { RuleValueType } from './value-type.js';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function isDay(text: string): boolean {
  const match = DAY.exec(text);
  if (!match || text < '0001-01-01') return false;
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A value in its one way of writing; `undefined` where it is none of the type. Money has no more digits than its currency. */
export function valueOf(type: RuleValueType, text: string, currency: string | null): string | undefined {
  switch (type) {
    case RuleValueType.TEXT:
      return text;
    case RuleValueType.BOOLEAN:
      return text === 'true' || text === 'false' ? text : undefined;
    case RuleValueType.DATE:
      return isDay(text) ? text : undefined;
    case RuleValueType.NUMBER:
    case RuleValueType.MONEY: {
      if (!/^-?\d{1,30}(\.\d{1,20})?$/.test(text)) return undefined;
      const number = new Decimal(text);
      return type === RuleValueType.MONEY && currency !== null && number.decimalPlaces() > digitsOf(currency) ? undefined : number.toFixed();
    }
  }
}

const EXAMPLES: Readonly<Record<RuleValueType, string>> = {
  [RuleValueType.NUMBER]: 'Write numbers as 12.5.',
  [RuleValueType.MONEY]: 'Write amounts as 12.50, with no more digits than the currency has.',
  [RuleValueType.TEXT]: 'Write a text.',
  [RuleValueType.BOOLEAN]: 'Write true or false.',
  [RuleValueType.DATE]: 'Write days as 2026-03-31.',
};

/** How values of a type are written. */
export function howToWrite(type: RuleValueType): string {
  return EXAMPLES[type];
}
