import { Decimal as DecimalJs } from 'decimal.js';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

function stringScalar(name: string, description: string, specifiedByURL: string | undefined, parse: (text: string) => string): GraphQLScalarType<string, string> {
  const read = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} is written as a string, such as ${EXAMPLES[name]}.`);
    return parse(value);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    ...(specifiedByURL && { specifiedByURL }),
    parseValue: read,
    parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  });
}

const EXAMPLES: Readonly<Record<string, string>> = { LocalDate: '"2026-03-31"', PartialDate: '"2026-03-31", "2026-03" or "2026"', DateTime: '"2026-03-31T08:00:00.000Z"', Decimal: '"12.50"' };

function refuse(name: string, text: string): never {
  throw new GraphQLError(`"${text}" is not a ${name}; write it as ${EXAMPLES[name]}.`);
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1;
}

/** A day without a time zone, `YYYY-MM-DD`. */
export const LocalDate = stringScalar('LocalDate', 'A day in the calendar, YYYY-MM-DD, without a time zone.', undefined, (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || !isDay(Number(match[1]), Number(match[2]), Number(match[3]))) refuse('LocalDate', text);
  return text;
});

/** A day, month or year, as far as it is known. */
export const PartialDate = stringScalar('PartialDate', 'A date as far as it is known: a day (YYYY-MM-DD), a month (YYYY-MM) or a year (YYYY).', undefined, (text) => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match || !isDay(Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1))) refuse('PartialDate', text);
  return text;
});

/** An instant, ISO 8601 in UTC with milliseconds. */
export const DateTime = stringScalar('DateTime', 'An instant, ISO 8601; answered in UTC with milliseconds.', undefined, (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!match || !isDay(Number(match[1]), Number(match[2]), Number(match[3]))) refuse('DateTime', text);
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || !/^(?!0000)\d{4}-/.test(instant.toISOString())) refuse('DateTime', text);
  return instant.toISOString();
});

/** An exact decimal number, always a string. */
export const Decimal = stringScalar('Decimal', 'An exact decimal number, written as a string so that no client rounds it.', undefined, (text) => {
  if (!/^-?\d{1,30}(\.\d{1,20})?$/.test(text)) refuse('Decimal', text);
  return new DecimalJs(text).toFixed();
});
