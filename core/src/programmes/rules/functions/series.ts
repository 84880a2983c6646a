import { sql, type Sql } from '../../../kernel/read/sql.js';
import { inForceOn } from '../access.js';
import { didYouMean } from '../did-you-mean.js';
import type { ParameterValues } from '../rule-set.js';
import { wrong } from '../types.js';
import { pgTypeOf } from '../values.js';
import { COUNTABLE, given } from './arguments.js';
import type { Call, PlainFunction } from './call.js';
import { column } from './dated-tables.js';
import { modeOf, stepFor } from './numbers.js';
import { textOf } from './texts.js';

/** A parameter that is named in quotes, with all of its values: the days from which they hold, and what they are. */
function seriesOf({ scope, args, at }: Call, index: number, example: string): { readonly parameter: ParameterValues; readonly days: Sql; readonly values: Sql } {
  const node = args[index];
  const code = node && textOf(node);
  if (!node || code === undefined) return wrong(node?.start ?? at, 'The name of a parameter in quotes belongs here.', `Write it as ${example}.`);
  const parameter = scope.vocabulary.parameters.get(code) ?? wrong(node.start, `There is no parameter "${code}".`, didYouMean(code, [...scope.vocabulary.parameters.keys()]));
  const sorted = [...parameter.values].sort((one, other) => (one.from < other.from ? -1 : 1));
  for (const { id } of sorted) scope.uses('parameters', id);
  if (!inForceOn(sorted, scope.on)) scope.lacks('parameter', code);
  return { parameter, days: column(sorted.map(({ from }) => from), 'date'), values: column(sorted.map(({ value }) => value), parameter.type) };
}

function onDay({ days, values }: { readonly days: Sql; readonly values: Sql }, day: Sql): Sql {
  return sql`(${values})[nullif(width_bucket(${day}, ${days}), 0)]`;
}

/** The other arguments of a call that names a series. */
function beside(call: Call, index: number): Call {
  return { ...call, args: call.args.filter((_, each) => each !== index) };
}

function numbersIn(call: Call, example: string): ReturnType<typeof seriesOf> {
  const series = seriesOf(call, 1, example);
  if (series.parameter.type !== 'number') wrong(call.args[1]?.start ?? call.at, `The parameter "${series.parameter.code}" is ${series.parameter.type}; a series of numbers belongs here.`);
  return series;
}

const PARAM = {
  name: 'param', signature: 'param(parameter: text, day: date): the type of the parameter', example: 'param("minimum_wage", addYears(on, -1))',
  description: 'The value of a parameter in force on another day than that of the evaluation; params.<code> is that on it. Unknown before its first day.',
};
const INDEXED = {
  name: 'indexed', signature: 'indexed(amount: number | money, parameter: text, from: date, to: date): the type of amount', example: 'indexed(person.attributes.base, "consumer_prices", date("2015-01-01"), on)',
  description: 'An amount brought from the level of an index on one day to that on another: amount × level(to) ÷ level(from). The parameter holds the levels.',
};
const COMPOUNDED = {
  name: 'compounded', signature: 'compounded(amount: number | money, parameter: text, from: date, to: date, step?: number | money, mode?: text): the type of amount', example: 'compounded(person.attributes.base, "yearly_increase", date("2015-01-01"), on)',
  description: 'An amount raised by each rate of a series that comes into force after the first day, up to and including the second: amount × (1 + rate) × …, exactly. The parameter holds the rates: 0.05 for 5 %. With a step each raise is rounded to it, as round does it, before the next: compounded(rules.basic, "cost_of_living", rules.first, on, money("0.10"), "DOWN"). Unknown where the second day is before the first.',
};

export const series: readonly PlainFunction[] = [
  {
    ...PARAM,
    meaning: (call) => {
      const of = seriesOf(call, 0, PARAM.example);
      const [day] = given(beside(call, 0), PARAM, [['date']]);
      return { kind: 'value', type: of.parameter.type, sql: sql`(${onDay(of, sql`${day?.sql}`)})::${pgTypeOf(of.parameter.type)}`, from: 'parameter' };
    },
  },
  {
    ...INDEXED,
    meaning: (call) => {
      const of = numbersIn(call, INDEXED.example);
      const [amount, from, to] = given(beside(call, 1), INDEXED, [COUNTABLE, ['date'], ['date']]);
      return { kind: 'value', type: amount?.type ?? 'number', sql: sql`programmes.quotient(${amount?.sql} * ${onDay(of, sql`${to?.sql}`)}, ${onDay(of, sql`${from?.sql}`)})`, from: 'parameter' };
    },
  },
  {
    ...COMPOUNDED,
    meaning: (call) => {
      const { days, values } = numbersIn(call, COMPOUNDED.example);
      const plain = beside(call, 1);
      const mode = plain.args[4] ? modeOf(plain.args[4]) : 'HALF_UP';
      const [amount, from, to, step] = given({ ...plain, args: plain.args.length > 5 ? plain.args : plain.args.slice(0, 4) }, COMPOUNDED, [COUNTABLE, ['date'], ['date'], COUNTABLE], 3);
      const type = amount?.type ?? 'number';
      const [q, t] = [call.scope.alias(), call.scope.alias()];
      const due = sql`unnest(${days}, ${values}) as ${t}(day, rate) where ${t}.day > ${q}.first and ${t}.day <= ${q}.last`;
      const raised = step
        ? sql`coalesce((select programmes.compounded(${q}.x, ${t}.rate, ${stepFor(type, step, plain.args[3]?.start ?? call.at).sql}, ${mode}::text order by ${t}.day) from ${due}), ${q}.x)`
        : sql`${q}.x * coalesce((select programmes.product(1 + ${t}.rate) from ${due}), 1)`;
      return { kind: 'value', type, from: 'parameter', sql: sql`(select ${raised} from (select ${amount?.sql} as x, ${from?.sql} as first, ${to?.sql} as last offset 0) ${q} where ${q}.first <= ${q}.last)` };
    },
  },
];
