import type { ASTNode } from '@marcbachmann/cel-js';
import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { valueOf } from '../scope.js';
import type { ListTerm, Term, ValueTerm } from '../term.js';
import { wrong } from '../types.js';
import type { Call, ListFunction } from './call.js';
import { positionedRowsOf, valueOfEach, whereKnown } from './over-lists.js';

const TOP = 'person.earnings.history.top(3, e, e.amount)';
const BOTTOM = 'household.members.bottom(1, m, m.age)';
const BEST = 'person.earnings.history.best(36, e, e.amount)';

function split({ args, at }: Call, example: string): readonly [ASTNode, readonly ASTNode[]] {
  const [count, ...rest] = args;
  return count && rest.length === 2 ? [count, rest] : wrong(at, 'How many, a name for the items, and what counts of each, belong here.', `Write it as ${example}.`);
}

/** How many: it stands in the statement more than once, so it must be short. */
function countOf({ scope }: Call, node: ASTNode, example: string): ValueTerm {
  const count = valueOf(scope, node, 'number');
  const short = count.literal !== undefined || (count.from !== undefined && count.from !== 'table');
  return short ? count : wrong(node.start, 'A number, a parameter, a fact or a rule belongs here.', `Write it as ${example}.`);
}

/** As a whole number that is not negative. */
function most(count: ValueTerm): Sql {
  return sql`greatest(least(trunc(${count.sql}), 1000000), 0)::int`;
}

/** A choice of so many is known where their number is. */
function bothKnown(list: ListTerm, count: ValueTerm): Sql {
  return list.known ? sql`(${list.known} and ${count.sql} is not null)` : sql`${count.sql} is not null`;
}

/** The items at one end of an order. What is unknown could stand at that end, so it is taken first and makes unknown what is computed from it. */
function extreme(call: Call, list: ListTerm, example: string, order: 'asc' | 'desc'): Term {
  const [countNode, lambda] = split(call, example);
  const count = countOf(call, countNode, example);
  const key = valueOfEach(call, lambda, list, example, ['number', 'money', 'date']);
  const alias = call.scope.alias();
  const { item } = list;
  const from = sql`(select ${item.kind === 'row' ? item.json : item.sql} as v, ${list.position} as n from ${positionedRowsOf(list)} order by ${key.sql} ${trusted(order)} nulls first, ${list.position} limit ${most(count)}) as ${alias}`;
  return {
    kind: 'list', from, positioned: from, position: sql`${alias}.n`, where: [], known: bothKnown(list, count),
    item: item.kind === 'row' ? { ...item, json: sql`${alias}.v` } : { ...item, sql: sql`${alias}.v` },
  };
}

/** The mean of the best run of so many items that follow each other. */
function best(call: Call, list: ListTerm): Term {
  const [countNode, lambda] = split(call, BEST);
  const count = countOf(call, countNode, BEST);
  const value = valueOfEach(call, lambda, list, BEST, ['number', 'money']);
  const [outer, inner] = [call.scope.alias(), call.scope.alias()];
  // A sum is complete where as many items stand before it; NaN stands for what is unknown, and outdoes all numbers.
  const run = sql`(select sum(${inner}.v) over w as total, count(*) over w as items, ${inner}.size from (select coalesce(${value.sql}, 'NaN') as v, ${list.position} as n, ${most(count)} as size from ${positionedRowsOf(list)} offset 0) ${inner}
    window w as (order by ${inner}.n rows between greatest(${most(count)} - 1, 0) preceding and current row))`;
  return { kind: 'value', type: value.type, sql: whereKnown({ ...list, known: bothKnown(list, count) }, sql`(select programmes.quotient(nullif(max(${outer}.total), 'NaN'), max(${outer}.size)::numeric) from ${run} ${outer} where ${outer}.items = ${outer}.size)`) };
}

export const bestFunctions: readonly ListFunction[] = [
  {
    name: 'top', signature: 'list.top(count: number, item, value: number | money | date): list', example: TOP,
    description: 'The items with the greatest values, in the order of the list; of equal ones those that stand first. An item whose value is unknown is taken before all others.',
    meaning: (call, list) => extreme(call, list, TOP, 'desc'),
  },
  {
    name: 'bottom', signature: 'list.bottom(count: number, item, value: number | money | date): list', example: BOTTOM,
    description: 'The items with the least values, in the order of the list; of equal ones those that stand first. An item whose value is unknown is taken before all others.',
    meaning: (call, list) => extreme(call, list, BOTTOM, 'asc'),
  },
  {
    name: 'best', signature: 'list.best(count: number, item, value: number | money): number | money', example: BEST,
    description: 'The arithmetic mean of the best run: of so many items that follow each other in the list, those whose sum is greatest. Unknown where an item is, and for a list of fewer.',
    meaning: best,
  },
];
