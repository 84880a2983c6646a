import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { didYouMean } from './did-you-mean.js';
import { oneType, zeroAs } from './literals.js';
import { conversion, termOf, valueOf, valuesOf, type Scope } from './scope.js';
import { WRONG, type Term, type ValueTerm } from './term.js';
import { wrong } from './types.js';
import { aOf, capital, isZero, pgTypeOf, type ValueType } from './values.js';

type Two = readonly [ASTNode, ASTNode];

export function booleanOf(of: Sql): ValueTerm {
  return { kind: 'value', type: 'boolean', sql: of };
}

export function logical(scope: Scope, op: '&&' | '||', nodes: Two): Term {
  const [left, right] = valuesOf(scope, nodes, 'boolean');
  return booleanOf(sql`(${left?.sql} ${trusted(op === '&&' ? 'and' : 'or')} ${right?.sql})`);
}

export function not(scope: Scope, node: ASTNode): Term {
  return booleanOf(sql`(not ${valueOf(scope, node, 'boolean').sql})`);
}

export function negative(scope: Scope, node: ASTNode): Term {
  const of = valueOf(scope, node);
  if (of.type !== 'number' && of.type !== 'money') return wrong(node.start, `A number or money belongs here; this is ${aOf(of.type)}.`);
  return { kind: 'value', type: of.type, sql: sql`(- ${of.sql})`, ...(of.literal !== undefined && { literal: `-${of.literal}` }) };
}

/** Where the condition is unknown, so is the answer: neither branch is taken. */
export function choice(scope: Scope, nodes: readonly [ASTNode, ASTNode, ASTNode], at: number): Term {
  const conditions = valuesOf(scope, [nodes[0]], 'boolean');
  const [yes, no] = valuesOf(scope, [nodes[1], nodes[2]]);
  const [condition] = conditions;
  if (!condition || !yes || !no) return WRONG;
  const type = oneType([yes, no], [nodes[1], nodes[2]]);
  if (!type) return wrong(at, 'Both answers are null.', 'Give a value in one of them.');
  return { kind: 'value', type, sql: sql`(case ${condition.sql} when true then (${yes.sql})::${pgTypeOf(type)} when false then (${no.sql})::${pgTypeOf(type)} end)` };
}

const COMPARISONS = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

export function comparison(scope: Scope, op: keyof typeof COMPARISONS, nodes: Two): Term {
  const [one, other] = valuesOf(scope, nodes);
  if (!one || !other) return WRONG;
  const [left, right] = [zeroAs(other.type, one), zeroAs(one.type, other)];
  const [leftNode, rightNode] = nodes;
  const equality = op === '==' || op === '!=';
  if (left.type === 'null' || right.type === 'null') {
    if (!equality) wrong(leftNode.start, 'null can only be compared by == and !=.');
    return booleanOf(sql`(${(left.type === 'null' ? right : left).sql} is ${trusted(op === '==' ? '' : 'not ')}null)`);
  }
  if (left.type !== right.type) wrong(rightNode.start, `${capital(aOf(left.type))} cannot be compared with ${aOf(right.type)}.`, conversion(left.type, right.type).hint);
  if (equality) {
    canBe(left, right, rightNode);
    canBe(right, left, leftNode);
  }
  if (!equality && left.type === 'boolean') wrong(leftNode.start, 'true and false have no order.', 'Compare them by == or !=.');
  return booleanOf(sql`(${left.sql}${ordered(left.type, equality)} ${trusted(COMPARISONS[op])} ${right.sql})`);
}

/** A text that a fact never has is a slip of the pen: the comparison would never hold. */
function canBe({ choices }: ValueTerm, { literal }: ValueTerm, { start }: ASTNode): void {
  if (choices && literal !== undefined && !choices.includes(literal)) wrong(start, `"${literal.slice(0, 60)}" is no value that this fact can have.`, didYouMean(literal, choices));
}

/** Texts are ordered by their characters, the same in every database. */
function ordered(type: ValueType, equality: boolean): Sql {
  return trusted(type === 'text' && !equality ? ' collate "C"' : '');
}

/** `result` by operator and types: what may be computed with what. */
const ARITHMETIC: Readonly<Record<string, 'number' | 'money'>> = {
  'number + number': 'number', 'money + money': 'money', 'number - number': 'number', 'money - money': 'money',
  'number * number': 'number', 'money * number': 'money', 'number * money': 'money',
  'number / number': 'number', 'money / number': 'money', 'money / money': 'number', 'number % number': 'number', 'money % money': 'money',
};

export function arithmetic(scope: Scope, op: '+' | '-' | '*' | '/' | '%', nodes: Two): Term {
  const [left, right] = valuesOf(scope, nodes);
  if (!left || !right) return WRONG;
  const type = ARITHMETIC[`${left.type} ${op} ${right.type}`] ?? mismatch(op, left, right, nodes);
  if (op === '/' || op === '%') {
    if (right.literal !== undefined && isZero(right.literal)) wrong(nodes[1].start, 'Nothing can be divided by zero.');
    return { kind: 'value', type, sql: op === '/' ? sql`programmes.quotient(${left.sql}, ${right.sql})` : sql`mod(${left.sql}, nullif(${right.sql}, 0))` };
  }
  return { kind: 'value', type, sql: sql`(${left.sql} ${trusted(op)} ${right.sql})` };
}

const DOES = { '+': 'added to', '-': 'subtracted from', '*': 'multiplied with', '/': 'divided by', '%': 'divided by' } as const;

function mismatch(op: keyof typeof DOES, left: ValueTerm, right: ValueTerm, [leftNode, rightNode]: Two): never {
  const countable = (type: string): boolean => type === 'number' || type === 'money';
  const strange = [{ term: left, node: leftNode }, { term: right, node: rightNode }].find(({ term }) => !countable(term.type));
  if (strange) return wrong(strange.node.start, `A number or money belongs here; this is ${aOf(strange.term.type)}.`, strange.term.type === 'date' ? 'Compute with days by addDays, addMonths, daysBetween and monthsBetween.' : undefined);
  const [first, second] = op === '-' || op === '+' ? [right, left] : [left, right];
  const said = `${capital(aOf(first.type))} cannot be ${DOES[op]} ${aOf(second.type)}.`;
  if (left.type === 'money' && right.type === 'money') return wrong(leftNode.start, said, 'Money by money is no money; make one of them a number: number(…).');
  return wrong(rightNode.start, said, 'Say that the number is money: money(…), or that only the number of the money counts: number(…).');
}

/** Whether a value is one of a list; unknown where it is not found and something is unknown. */
export function membership(scope: Scope, [itemNode, listNode]: Two): Term {
  const items = listNode.op === 'list' ? valuesOf(scope, listNode.args) : undefined;
  const item = valueOf(scope, itemNode);
  if (items && listNode.op === 'list') {
    if (items.length === 0) return booleanOf(trusted('false'));
    oneType([item, ...items], [itemNode, ...listNode.args]);
    items.forEach((each, index) => canBe(item, each, listNode.args[index] ?? listNode));
    const type = [item, ...items].find((each) => each.type !== 'null')?.type ?? 'null';
    // A query alone in parentheses would be read as the rows of a query.
    return booleanOf(sql`(${item.sql} in (${join(items.map((each) => sql`(${each.sql})::${pgTypeOf(type)}`), ', ')}))`);
  }
  const list = termOf(scope, listNode);
  if (list.kind === 'wrong') return list;
  if (list.kind !== 'list' || list.item.kind !== 'value') return wrong(listNode.start, '"in" takes a list of values.', 'Write it as x in ["A", "B"], or x in members.map(m, m.sex).');
  oneType([item, list.item], [itemNode, listNode]);
  const where = list.where.length > 0 ? sql` where ${join(list.where, ' and ')}` : trusted('');
  const found = sql`(${item.sql} in (select ${list.item.sql} from ${list.from}${where}))`;
  return booleanOf(list.known ? sql`(case when ${list.known} then ${found} end)` : found);
}
