import { isDayNode } from './texts.js';
import { listFunctions } from './lists.js';
import { termOf, valueOf } from '../scope.js';
import { valueLiteral } from '../literals.js';
import type { Term } from '../term.js';
import { wrong } from '../types.js';
import { aOf, isValue } from '../values.js';
import type { Call, PlainFunction } from './call.js';

/** A number as money, and money as a number. */
function converted({ scope, args, at }: Call, to: 'money' | 'number', example: string): Term {
  const [node, ...more] = args;
  if (!node || more.length > 0) return wrong(at, `"${to}" takes one value.`, `Write it as ${example}.`);
  if (node.op === 'value' && typeof node.args === 'string') {
    return isValue(to, node.args) ? valueLiteral(to, node.args) : wrong(node.start, `"${node.args.slice(0, 60)}" is no amount.`, `Write it as ${example}.`);
  }
  const value = valueOf(scope, node);
  if (value.type !== 'number' && value.type !== 'money') return wrong(node.start, `A number or money belongs here; this is ${aOf(value.type)}.`);
  return { kind: 'value', type: to, sql: value.sql, ...(value.literal !== undefined && { literal: value.literal }) };
}

export const conversions: readonly PlainFunction[] = [
  {
    name: 'date', signature: 'date(day: text): date', example: 'date("2026-03-31")',
    description: 'A day, as its ISO 8601 text says it.',
    meaning: ({ args, at }) => {
      const [node, ...more] = args;
      const day = node && more.length === 0 ? isDayNode(node) : undefined;
      return day === undefined ? wrong(node?.start ?? at, 'date() takes a day in quotes.', 'Write it as date("2026-03-31").') : valueLiteral('date', day);
    },
  },
  {
    name: 'money', signature: 'money(amount: text | number): money', example: 'money("128.00")',
    description: 'An amount in the currency of the programme.',
    meaning: (call) => converted(call, 'money', 'money("128.00")'),
  },
  {
    name: 'number', signature: 'number(amount: money): number', example: 'number(params.grant)',
    description: 'The number of an amount, its currency left aside.',
    meaning: (call) => converted(call, 'number', 'number(params.grant)'),
  },
  {
    name: 'size', signature: 'size(list): number', example: 'size(household.members)',
    description: 'How many items there are.',
    meaning: ({ scope, args, at }) => {
      const [node, ...more] = args;
      if (!node || more.length > 0) return wrong(at, '"size" takes one list.', 'Write it as size(household.members).');
      const list = termOf(scope, node);
      if (list.kind === 'wrong') return list;
      if (list.kind !== 'list') return wrong(node.start, 'A list belongs here.', 'Write it as size(household.members).');
      return listFunctions[0]?.meaning({ scope, args: [], at }, list) ?? wrong(at, 'nothing');
    },
  },
];
