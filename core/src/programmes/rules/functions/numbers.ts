import { join, sql, trusted } from '../../../kernel/read/sql.js';
import { isZero } from '../operators.js';
import { wrong } from '../types.js';
import { aOf, pgTypeOf } from '../values.js';
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

function round(call: Call): ReturnType<PlainFunction['meaning']> {
  const { args, at } = call;
  const mode = args[2] ? textOf(args[2]) : 'HALF_UP';
  const [value, step] = given({ ...call, args: args.slice(0, 2) }, ROUND, [COUNTABLE, COUNTABLE], 1);
  if (!value || args.length > 3) return wrong(at, '"round" takes a value, a step and a mode.', `Write it as ${ROUND.example}.`);
  if (mode === undefined || !MODES.includes(mode)) return wrong(args[2]?.start ?? at, 'A mode of rounding in quotes belongs here.', mode === undefined ? `There are: ${MODES.join(', ')}.` : didYouMean(mode, MODES));
  if (step?.type === 'money' && value.type !== 'money') wrong(args[1]?.start ?? at, `A number is rounded to a step that is a number; this is ${aOf('money')}.`);
  if (step?.literal !== undefined && (isZero(step.literal) || step.literal.startsWith('-'))) wrong(args[1]?.start ?? at, 'A step is greater than zero.');
  return { kind: 'value', type: value.type, sql: sql`programmes.rounded(${value.sql}, ${step?.sql ?? trusted('1')}, ${mode}::text)` };
}

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
    ...FIRST_KNOWN,
    meaning: (call) => {
      const values = alike(call, FIRST_KNOWN, ['number', 'money', 'text', 'boolean', 'date']);
      const type = values[0]?.type ?? 'text';
      return { kind: 'value', type, sql: sql`coalesce(${join(values.map((value) => sql`(${value.sql})::${pgTypeOf(type)}`), ', ')})` };
    },
  },
];
