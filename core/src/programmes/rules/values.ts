import { sql, trusted, type Sql } from '../../kernel/read/sql.js';

/** Types of single values in rules. Money is in the currency of the programme. */
export type ValueType = 'boolean' | 'number' | 'money' | 'text' | 'date';

/** A day as `YYYY-MM-DD`. */
export type LocalDateText = string;

const PG: Readonly<Record<ValueType | 'null', string>> = { boolean: 'boolean', number: 'numeric', money: 'numeric', text: 'text', date: 'date', null: 'text' };

/** The PostgreSQL type in which values of a type are worked with. */
export function pgTypeOf(type: ValueType | 'null'): Sql {
  return trusted(PG[type]);
}

/** A value that is known when the rule is compiled: a parameter of the statement, never text of it. */
export function constant(type: ValueType, value: string | null): Sql {
  return sql`${value}::${pgTypeOf(type)}`;
}

const FORMS: Readonly<Record<ValueType, RegExp>> = {
  boolean: /^(true|false)$/,
  number: /^-?\d{1,40}(\.\d{1,40})?$/,
  money: /^-?\d{1,40}(\.\d{1,40})?$/,
  text: /^/,
  date: /^\d{4}-\d{2}-\d{2}$/,
};

/** Whether a text is a value of the type. */
export function isValue(type: ValueType, text: string): boolean {
  return FORMS[type].test(text) && (type !== 'date' || isDay(text));
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && !text.startsWith('0000');
}

/** With its article, for messages. */
export function aOf(type: ValueType | 'null'): string {
  return type === 'money' || type === 'null' ? type : `a ${type}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether a literal says nothing: `0`, `-0.00`. */
export function isZero(literal: string): boolean {
  return /^-?0*(\.0*)?$/.test(literal);
}
