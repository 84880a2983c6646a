import { sql } from '../../../kernel/read/sql.js';
import { booleanOf } from '../operators.js';
import { abandon } from '../scope.js';
import type { ListTerm } from '../term.js';
import { wrong } from '../types.js';
import type { ValueType } from '../values.js';
import type { Call, ListFunction } from './call.js';
import { aggregated, folded, itemsOf, none, ofEach, positionedRowsOf, rowsOf, whereKnown } from './over-lists.js';

const COUNTABLE: readonly ValueType[] = ['number', 'money'];
const ORDERED: readonly ValueType[] = ['number', 'money', 'date'];

const EXISTS = 'household.members.exists(m, m.age >= 65)';
const ALL = 'household.members.all(m, m.age < 18)';
const FILTER = 'household.members.filter(m, m.age < 18)';
const MAP = 'household.members.map(m, m.age)';

function conditionOf(call: Call, list: ListTerm, example: string): ReturnType<typeof sql> {
  const term = ofEach(call, call.args, list, example, 'boolean');
  return term.kind === 'value' ? term.sql : abandon();
}

function aggregate(name: 'sum' | 'avg' | 'min' | 'max', types: readonly ValueType[], example: string, description: string): ListFunction {
  return {
    name, signature: `list.${name}(): ${types.join(' | ')}`, example, description,
    meaning: ({ scope, args, at }, list) => {
      none(args, name);
      const item = itemsOf(list, name, at, types);
      return { kind: 'value', type: item.type, sql: folded(scope, list, name, item) };
    },
  };
}

function size(name: 'size' | 'count'): ListFunction {
  return {
    name, signature: `list.${name}(): number`, example: `household.members.filter(m, m.age < 18).${name}()`,
    description: 'How many items there are.',
    meaning: ({ args }, list) => {
      none(args, name);
      return { kind: 'value', type: 'number', sql: aggregated(list, sql`count(*)::numeric`) };
    },
  };
}

export const listFunctions: readonly ListFunction[] = [
  size('size'),
  size('count'),
  {
    name: 'filter', signature: 'list.filter(item, condition: boolean): list', example: FILTER,
    description: 'The items of which the condition is known to hold. An item of which it is unknown is left out.',
    meaning: (call, list) => ({ ...list, where: [...list.where, conditionOf(call, list, FILTER)] }),
  },
  {
    name: 'map', signature: 'list.map(item, value): list', example: MAP,
    description: 'The list of what is asked of each item.',
    meaning: (call, list) => {
      const item = ofEach(call, call.args, list, MAP);
      return item.kind === 'value' || item.kind === 'row' ? { ...list, item } : wrong(call.at, 'A list of lists cannot be used.', 'Ask for one value of each item.');
    },
  },
  {
    name: 'exists', signature: 'list.exists(item, condition: boolean): boolean', example: EXISTS,
    description: 'Whether the condition holds of an item. Unknown where it is known of none to hold, and of one unknown.',
    meaning: (call, list) => booleanOf(whereKnown(list, sql`(true in (select ${conditionOf(call, list, EXISTS)} from ${rowsOf(list)}))`)),
  },
  {
    name: 'all', signature: 'list.all(item, condition: boolean): boolean', example: ALL,
    description: 'Whether the condition holds of every item, as it does of an empty list. Unknown where it is known of none to fail, and of one unknown.',
    meaning: (call, list) => booleanOf(whereKnown(list, sql`(false not in (select ${conditionOf(call, list, ALL)} from ${rowsOf(list)}))`)),
  },
  aggregate('sum', COUNTABLE, 'household.members.map(m, money(m.attributes.income)).sum()', 'All items added up, 0 for an empty list. Unknown where an item is.'),
  aggregate('avg', COUNTABLE, 'household.members.map(m, m.age).avg()', 'The arithmetic mean: the sum divided by the count. Unknown where an item is, and for an empty list.'),
  aggregate('min', ORDERED, 'household.members.map(m, m.age).min()', 'The least of the items. Unknown where an item is, and for an empty list.'),
  aggregate('max', ORDERED, 'household.members.map(m, m.age).max()', 'The greatest of the items. Unknown where an item is, and for an empty list.'),
  {
    name: 'distinct', signature: 'list.distinct(): list', example: 'household.members.map(m, m.sex).distinct().size()',
    description: 'Each value once, where it stands first. All items that are unknown count as one.',
    meaning: ({ args, at, scope }, list) => {
      none(args, 'distinct');
      const item = itemsOf(list, 'distinct', at, ['text', 'number', 'money', 'date', 'boolean']);
      const alias = scope.alias();
      const from = sql`(select ${item.sql} as v, min(${list.position}) as n from ${positionedRowsOf(list)} group by 1) as ${alias}`;
      return { kind: 'list', from, positioned: from, position: sql`${alias}.n`, where: [], ...(list.known && { known: list.known }), item: { kind: 'value', type: item.type, sql: sql`${alias}.v` } };
    },
  },
];

