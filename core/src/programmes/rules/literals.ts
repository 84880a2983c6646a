import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, trusted } from '../../kernel/read/sql.js';
import { valuesOf, type Scope } from './scope.js';
import type { Term, ValueTerm } from './term.js';
import { wrong } from './types.js';
import { aOf, constant, isValue, isZero, pgTypeOf, type ValueType } from './values.js';

/** A literal has just the digits that stand in the text of the rule. */
export function literal(node: Extract<ASTNode, { op: 'value' }>): Term {
  const value = node.args;
  if (value === null) return { kind: 'value', type: 'null', sql: trusted('null') };
  if (typeof value === 'string') return value.includes('\0') ? wrong(node.start, 'No text holds the character 0.') : valueLiteral('text', value);
  if (typeof value === 'boolean') return valueLiteral('boolean', String(value));
  const digits = node.input.slice(node.start, node.end);
  if (typeof value !== 'bigint' && typeof value !== 'number') return wrong(node.start, 'Such a value cannot be used in a rule.');
  return isValue('number', digits) ? valueLiteral('number', digits) : wrong(node.start, `"${digits.slice(0, 60)}" is no number that rules know.`, 'Write it as digits, with a point before decimals: 0.0275.');
}

export function valueLiteral(type: ValueType, text: string): ValueTerm {
  return { kind: 'value', type, sql: constant(type, text), literal: text };
}

/** `[1, 2, 3]`: values of one type. */
export function literalList(scope: Scope, node: Extract<ASTNode, { op: 'list' }>): Term {
  const items = valuesOf(scope, node.args);
  const type = oneType(items, node.args);
  if (!type) return wrong(node.start, 'An empty list says nothing.', 'Put a value into it.');
  const alias = scope.alias();
  const from = sql`(values ${join(items.map((item, index) => sql`((${item.sql})::${pgTypeOf(type)}, ${trusted(String(index + 1))})`), ', ')}) as ${alias}(v, n)`;
  return { kind: 'list', from, positioned: from, position: sql`${alias}.n`, where: [], item: { kind: 'value', type, sql: sql`${alias}.v` } };
}

/** No money is no number of anything: a zero that is written as a number is money where money is meant. */
export function zeroAs(type: ValueType | 'null', term: ValueTerm): ValueTerm {
  return type === 'money' && term.type === 'number' && term.literal !== undefined && isZero(term.literal) ? { ...term, type } : term;
}

/** The type that values share; `undefined` where none of them tells. */
export function oneType(items: readonly ValueTerm[], nodes: readonly ASTNode[]): ValueType | undefined {
  const meant = items.some(({ type }) => type === 'money') ? items.map((item) => zeroAs('money', item)) : items;
  const typed = meant.flatMap((item, index) => (item.type === 'null' ? [] : [{ type: item.type, at: nodes[index]?.start ?? 0 }]));
  const [first] = typed;
  const stranger = typed.find(({ type }) => type !== first?.type);
  if (first && stranger) wrong(stranger.at, `All of them must be of one type; the first is ${aOf(first.type)}, this ${aOf(stranger.type)}.`);
  return first?.type;
}

