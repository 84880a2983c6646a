import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { abandon, termOf, withName, type Scope } from '../scope.js';
import type { ListTerm, Term, ValueTerm } from '../term.js';
import { wrong } from '../types.js';
import { aOf, capital, type ValueType } from '../values.js';
import type { Call } from './call.js';

/** What stands after `from` in a query over a list. */
export function rowsOf(list: ListTerm, from: Sql = list.from): Sql {
  return list.where.length > 0 ? sql`${from} where ${join(list.where, ' and ')}` : from;
}

/** The same where the query asks for the items' position. */
export function positionedRowsOf(list: ListTerm): Sql {
  return rowsOf(list, list.positioned);
}

/** What is known where the list is. */
export function whereKnown(list: ListTerm, of: Sql): Sql {
  return list.known ? sql`(case when ${list.known} then ${of} end)` : of;
}

/** One value from all items of a list; unknown where the list is. */
export function aggregated(list: ListTerm, of: Sql): Sql {
  return whereKnown(list, sql`(select ${of} from ${rowsOf(list)})`);
}

/** What a lambda says of each item: `m, m.age < 18`. */
export function ofEach({ scope, at }: Call, [variable, body, ...more]: readonly ASTNode[], list: ListTerm, example: string, type?: ValueType): Term {
  if (!variable || !body || more.length > 0) return wrong(at, 'A name for the items, and what is asked of each, belong here.', `Write it as ${example}.`);
  const term = termOf(withName(scope, variable, example, list.item), body, list);
  if (term.kind === 'wrong') return abandon();
  if (type && (term.kind !== 'value' || (term.type !== type && term.type !== 'null'))) return wrong(body.start, `${capital(aOf(type))} belongs here.`, `Write it as ${example}.`);
  return term;
}

/** A value that a lambda gives of each item. */
export function valueOfEach(call: Call, args: readonly ASTNode[], list: ListTerm, example: string, types: readonly ValueType[]): TypedValue {
  const term = ofEach(call, args, list, example);
  return term.kind === 'value' ? typed(term, types) ?? wrong(args[1]?.start ?? call.at, `${capital(types.join(' or '))} belongs here; this is ${aOf(term.type)}.`, `Write it as ${example}.`)
    : wrong(args[1]?.start ?? call.at, 'One value belongs here.', `Write it as ${example}.`);
}

export type TypedValue = ValueTerm & { readonly type: ValueType };

function typed(term: ValueTerm, types: readonly ValueType[]): TypedValue | undefined {
  return term.type !== 'null' && types.includes(term.type) ? { ...term, type: term.type } : undefined;
}

/** The values of a list of values. */
export function itemsOf(list: ListTerm, name: string, at: number, types: readonly ValueType[]): TypedValue {
  const { item } = list;
  if (item.kind === 'row') return wrong(at, `"${name}" is asked of rows of ${item.shape.label}.`, `Say of what: .map(item, item.…).${name}().`);
  return typed(item, types) ?? wrong(at, `"${name}" is asked of a list of ${item.type}.`, `It takes lists of ${types.join(' or ')}.`);
}

export function none(args: readonly ASTNode[], name: string): void {
  if (args[0]) wrong(args[0].start, `"${name}" takes nothing here.`, `Choose the items before: .filter(item, …).${name}().`);
}

/** One value from the values of all items. They are named first, since to SQL an aggregate belongs to the query whose rows it asks for, and an item may ask for none of its own. */
export function folded(scope: Scope, list: ListTerm, aggregate: 'sum' | 'avg' | 'min' | 'max', item: TypedValue): Sql {
  const alias = scope.alias();
  return whereKnown(list, sql`(select ${overAll(aggregate, { ...item, sql: sql`${alias}.v` })} from (select ${item.sql} as v from ${rowsOf(list)}) ${alias})`);
}

/**
 * An aggregate that is unknown where an item is: PostgreSQL's own pass such items over. What is unknown becomes a value that
 * outdoes all others (NaN, the ends of time) before, and unknown again after; so the item stands in the statement once.
 */
export function overAll(aggregate: 'sum' | 'avg' | 'min' | 'max', item: TypedValue): Sql {
  if (item.type === 'date') {
    const end = trusted(aggregate === 'min' ? "'-infinity'::date" : "'infinity'::date");
    return sql`nullif(${trusted(aggregate)}(coalesce(${item.sql}, ${end})), ${end})`;
  }
  const known = sql`coalesce(${item.sql}, 'NaN')`;
  switch (aggregate) {
    case 'sum':
      return sql`nullif(coalesce(sum(${known}), 0), 'NaN')`;
    case 'avg':
      return sql`programmes.quotient(nullif(sum(${known}), 'NaN'), count(*)::numeric)`;
    case 'max':
      return sql`nullif(max(${known}), 'NaN')`;
    case 'min':
      // NaN is greater than all numbers.
      return sql`nullif(- max(- ${known}), 'NaN')`;
  }
}
