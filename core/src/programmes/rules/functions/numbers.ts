import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, trusted } from '../../../kernel/read/sql.js';
import { wrong } from '../types.js';
import { aOf, isZero, pgTypeOf, type ValueType } from '../values.js';
import { didYouMean } from '../did-you-mean.js';
import { alike, COUNTABLE, given, ORDERED } from './arguments.js';
import type { Call, PlainFunction } from './call.js';
import { overAll, type TypedValue } from './over-lists.js';
import { textOf } from './texts.js';

function extreme(name: 'min' | 'max', which: string): PlainFunction {
  const self = {
    name, signature: `${name}(a: number | money | date, b, …): the same`, example: `${name}(params.cap, money("10"))`,
    description: `The ${which} of the values. Unknown where one of them is.`,
  };
  return {
    ...self,
    meaning: (call) => {
      const values = alike(call, self, ORDERED);
      const [first] = values;
      if (!first) return wrong(call.at, 'Nothing is compared.');
      const alias = call.scope.alias();
      const item: TypedValue = { ...first, sql: sql`${alias}.v` };
      return { kind: 'value', type: first.type, sql: sql`(select ${overAll(name, item)} from (values ${join(values.map((value) => sql`((${value.sql})::${pgTypeOf(first.type)})`), ', ')}) as ${alias}(v))` };
    },
  };
}

function whole(name: 'floor' | 'ceil' | 'abs', description: string): PlainFunction {
  const self = { name, signature: `${name}(x: number | money): the same`, example: `${name}(rules.score)`, description };
  return {
    ...self,
    meaning: (call) => {
      const [value] = given(call, self, [COUNTABLE]);
      return value ? { kind: 'value', type: value.type, sql: sql`${trusted(name)}(${value.sql})` } : wrong(call.at, 'nothing');
    },
  };
}

const MODES = ['HALF_UP', 'HALF_EVEN', 'UP', 'DOWN'];
const ROUND = {
  name: 'round', signature: 'round(x: number | money, step?: number | money, mode?: text): the type of x', example: 'round(rules.share, 0.05, "HALF_EVEN")',
  description: 'A multiple of the step: 1 where left out, 0.05 for five cents, 0.10 for a dime, 1000 for thousands. Modes: HALF_UP (the nearest, halves away from zero; where left out), HALF_EVEN (halves to the even multiple), UP (away from zero), DOWN (towards zero).',
};

/** How something is rounded, written in quotes. */
export function modeOf(node: ASTNode): string {
  const mode = textOf(node);
  if (mode !== undefined && MODES.includes(mode)) return mode;
  return wrong(node.start, 'A mode of rounding in quotes belongs here.', mode === undefined ? `There are: ${MODES.join(', ')}.` : didYouMean(mode, MODES));
}

/** A step to which values of a type are rounded. */
export function stepFor(type: ValueType, step: TypedValue, at: number): TypedValue {
  if (step.type === 'money' && type !== 'money') wrong(at, `A number is rounded to a step that is a number; this is ${aOf('money')}.`);
  if (step.literal !== undefined && (isZero(step.literal) || step.literal.startsWith('-'))) wrong(at, 'A step is greater than zero.');
  return step;
}

function round(call: Call): ReturnType<PlainFunction['meaning']> {
  const { args, at } = call;
  const [value, step] = given({ ...call, args: args.slice(0, 2) }, ROUND, [COUNTABLE, COUNTABLE], 1);
  if (!value || args.length > 3) return wrong(at, '"round" takes a value, a step and a mode.', `Write it as ${ROUND.example}.`);
  const mode = args[2] ? modeOf(args[2]) : 'HALF_UP';
  if (step) stepFor(value.type, step, args[1]?.start ?? at);
  return { kind: 'value', type: value.type, sql: sql`programmes.rounded(${value.sql}, ${step?.sql ?? trusted('1')}, ${mode}::text)` };
}

const POWER = {
  name: 'power', signature: 'power(base: number, exponent: number): number', example: 'power(1 + params.interest, rules.years)',
  description: 'The base raised to an exponent, which may be a fraction or negative: interest over years, and over months as power(1 + params.interest, rules.months / 12). Rounded at 20 decimals. Unknown where there is no such number, such as the root of a negative one, and for exponents beyond 1,000 or bases beyond 10 to the power of 30.',
};

const FIRST_KNOWN = {
  name: 'firstKnown', signature: 'firstKnown(a, b, …): the same type', example: 'firstKnown(household.attributes.rent, 0)',
  description: 'The first of the values that is known.',
};

export const numbers: readonly PlainFunction[] = [
  extreme('min', 'least'),
  extreme('max', 'greatest'),
  whole('abs', 'The value without its sign.'),
  whole('floor', 'The greatest whole number that is not above.'),
  whole('ceil', 'The least whole number that is not below.'),
  { ...ROUND, meaning: round },
  {
    ...POWER,
    meaning: (call) => {
      const [base, exponent] = given(call, POWER, [['number'], ['number']]);
      return { kind: 'value', type: 'number', sql: sql`programmes.power(${base?.sql}, ${exponent?.sql})` };
    },
  },
  {
    ...FIRST_KNOWN,
    meaning: (call) => {
      const values = alike(call, FIRST_KNOWN, ['number', 'money', 'text', 'boolean', 'date']);
      const type = values[0]?.type ?? 'text';
      return { kind: 'value', type, sql: sql`coalesce(${join(values.map((value) => sql`(${value.sql})::${pgTypeOf(type)}`), ', ')})` };
    },
  },
];
