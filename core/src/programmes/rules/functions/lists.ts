import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { booleanOf } from '../operators.js';
import { abandon, termOf, withName } from '../scope.js';
import type { ListTerm, Term, ValueTerm } from '../term.js';
import { wrong } from '../types.js';
import { aOf, capital, type ValueType } from '../values.js';
import type { Call, ListFunction } from './call.js';

/** One value from all items of a list; unknown where the list is. */
export function aggregated(list: ListTerm, of: Sql): Sql {
  const where = list.where.length > 0 ? sql` where ${join(list.where, ' and ')}` : trusted('');
  const query = sql`(select ${of} from ${list.from}${where})`;
  return list.known ? sql`(case when ${list.known} then ${query} end)` : query;
}

/** What a lambda says of each item: `m, m.age < 18`. */
export function ofEach({ scope, args, at }: Call, list: ListTerm, example: string, type?: ValueType): Term {
  const [variable, body, ...more] = args;
  if (!variable || !body || more.length > 0) return wrong(at, 'A name for the items, and what is asked of each, belong here.', `Write it as ${example}.`);
  const term = termOf(withName(scope, variable, example, list.item), body, list);
  if (term.kind === 'wrong') return abandon();
  if (type && (term.kind !== 'value' || (term.type !== type && term.type !== 'null'))) return wrong(body.start, `${capital(aOf(type))} belongs here.`, `Write it as ${example}.`);
  return term;
}

function conditionOf(call: Call, list: ListTerm, example: string): Sql {
  const term = ofEach(call, list, example, 'boolean');
  return term.kind === 'value' ? term.sql : abandon();
}

/** The values of a list of values. */
function itemsOf(list: ListTerm, name: string, at: number, types: readonly ValueType[]): ValueTerm & { readonly type: ValueType } {
  const { item } = list;
  if (item.kind === 'row') return wrong(at, `"${name}" is asked of rows of ${item.shape.label}.`, `Say of what: .map(item, item.${item.shape.names[0] ?? 'fact'}).${name}().`);
  if (item.type === 'null' || !types.includes(item.type)) return wrong(at, `"${name}" is asked of ${aOf(item.type)}s.`, `It takes ${types.join(' or ')}.`);
  return { ...item, type: item.type };
}

function none(args: readonly ASTNode[], name: string): void {
  if (args[0]) wrong(args[0].start, `"${name}" takes nothing here.`, `Choose the items before: .filter(item, …).${name}().`);
}

/** Over all items or over none: an item that is unknown makes the whole unknown. */
function overAll(list: ListTerm, item: ValueTerm, of: Sql): Sql {
  return aggregated(list, sql`case when count(*) = count(${item.sql}) then ${of} end`);
}

const COUNTABLE: readonly ValueType[] = ['number', 'money'];
const ORDERED: readonly ValueType[] = ['number', 'money', 'date'];

function extreme(name: 'min' | 'max', which: string): ListFunction {
  return {
    name, signature: `list.${name}(): number | money | date`, example: `household.members.map(m, m.age).${name}()`,
    description: `The ${which} of the items; unknown where one of them is, and for an empty list.`,
    meaning: ({ args, at }, list) => {
      none(args, name);
      const item = itemsOf(list, name, at, ORDERED);
      return { kind: 'value', type: item.type, sql: overAll(list, item, sql`${trusted(name)}(${item.sql})`) };
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

const EXISTS = 'household.members.exists(m, m.age >= 65)';
const ALL = 'household.members.all(m, m.age < 18)';
const FILTER = 'household.members.filter(m, m.age < 18)';
const MAP = 'household.members.map(m, m.age)';

export const listFunctions: readonly ListFunction[] = [
  size('size'),
  size('count'),
  {
    name: 'filter', signature: 'list.filter(item, condition): list', example: FILTER,
    description: 'The items of which the condition is known to hold. Where it is unknown of an item, that one is left out.',
    meaning: (call, list) => ({ ...list, where: [...list.where, conditionOf(call, list, FILTER)] }),
  },
  {
    name: 'map', signature: 'list.map(item, value): list', example: MAP,
    description: 'The list of what is asked of each item.',
    meaning: (call, list) => {
      const item = ofEach(call, list, MAP);
      return item.kind === 'value' || item.kind === 'row' ? { ...list, item } : wrong(call.at, 'A list of lists cannot be used.', 'Ask for one value of each item.');
    },
  },
  {
    name: 'exists', signature: 'list.exists(item, condition): boolean', example: EXISTS,
    description: 'Whether the condition holds of an item; unknown where it is known to hold of none, and unknown of one.',
    meaning: (call, list) => {
      const condition = conditionOf(call, list, EXISTS);
      return booleanOf(aggregated(list, sql`case when bool_or(${condition}) then true when count(*) = count(${condition}) then false end`));
    },
  },
  {
    name: 'all', signature: 'list.all(item, condition): boolean', example: ALL,
    description: 'Whether the condition holds of every item, as it does of an empty list; unknown where it fails of none, and is unknown of one.',
    meaning: (call, list) => {
      const condition = conditionOf(call, list, ALL);
      return booleanOf(aggregated(list, sql`case when not bool_and(${condition}) then false when count(*) = count(${condition}) then true end`));
    },
  },
  {
    name: 'sum', signature: 'list.sum(): number | money', example: 'household.members.map(m, money(m.attributes.income)).sum()',
    description: 'All items added up, 0 for an empty list; unknown where one of them is.',
    meaning: ({ args, at }, list) => {
      none(args, 'sum');
      const item = itemsOf(list, 'sum', at, COUNTABLE);
      return { kind: 'value', type: item.type, sql: overAll(list, item, sql`coalesce(sum(${item.sql}), 0)`) };
    },
  },
  {
    name: 'avg', signature: 'list.avg(): number | money', example: 'household.members.map(m, m.age).avg()',
    description: 'The arithmetic mean: the sum divided by the count; unknown where an item is, and for an empty list.',
    meaning: ({ args, at }, list) => {
      none(args, 'avg');
      const item = itemsOf(list, 'avg', at, COUNTABLE);
      return { kind: 'value', type: item.type, sql: overAll(list, item, sql`programmes.quotient(sum(${item.sql}), count(*)::numeric)`) };
    },
  },
  extreme('min', 'least'),
  extreme('max', 'greatest'),
];

