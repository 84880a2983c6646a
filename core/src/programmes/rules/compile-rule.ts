import { parse, type ASTNode } from '@marcbachmann/cel-js';
import { resourceOf } from '../../kernel/read/model.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { didYouMean, factOf } from './facts.js';
import { methodOf } from './methods.js';
import type { RuleFunctions } from './rule-facts.js';
import { RuleError, wrong, type Meaning, type RuleModel, type Value, type ValueType } from './types.js';

const LONGEST_RULE = 10_000;

/** What a part of a rule is compiled with: the names that it may use. */
export interface Scope {
  readonly model: RuleModel;
  readonly names: ReadonlyMap<string, Meaning>;
  readonly alias: () => Sql;
  readonly functions: RuleFunctions;
}

/**
 * Compiles a rule in CEL to a predicate in SQL over one row of a resource.
 *
 * Facts are the planned fields of the resource. A fact without a value makes a comparison unknown, and a rule holds only
 * where it is known to be true.
 *
 * @param name the name of the row in the rule: `household`, `person`, `member`
 * @param type the resource: `Household`, `Person`
 * @param functions what modules add to the facts, as `ruleFunctions` loads it
 * @throws RuleError with the place, what is wrong there, and what was perhaps meant
 */
export function compileRule(model: RuleModel, name: string, type: string, expression: string, row: Sql, functions: RuleFunctions = new Map()): Sql {
  if (expression.length > LONGEST_RULE) wrong(LONGEST_RULE, `The rule has ${expression.length} characters; at most ${LONGEST_RULE} are allowed.`);
  let aliases = 0;
  const alias = (): Sql => trusted(`r${aliases++}`);
  const names = new Map<string, Meaning>([[name, { kind: 'row', resource: resourceOf(model, type), alias: row }]]);
  const result = meaningOf({ model, names, alias, functions }, parsed(expression));
  if (result.kind !== 'value' || result.type !== 'boolean') wrong(0, 'The rule does not answer yes or no.', 'Compare something: `household.members.size() > 3`.');
  return sql`(${result.sql}) is true`;
}

function parsed(expression: string): ASTNode {
  try {
    return parse(expression).ast;
  } catch (error) {
    const { pos, message } = error as { readonly pos?: number; readonly message: string };
    return wrong(pos ?? 0, `The rule cannot be read: ${message.split('\n')[0]}.`);
  }
}

export function meaningOf(scope: Scope, node: ASTNode): Meaning {
  switch (node.op) {
    case 'value':
      return literal(node.args, node.start);
    case 'id':
      return scope.names.get(node.args) ?? wrong(node.start, `There is nothing called "${node.args}".`, didYouMean(node.args, [...scope.names.keys()]));
    case '.': {
      const of = meaningOf(scope, node.args[0]);
      if (of.kind === 'row' || of.kind === 'object') return factOf(scope.model, of, node.args[1], node.start, scope.alias);
      return wrong(node.start, `"${node.args[1]}" is asked of something that has no facts.`);
    }
    case 'rcall':
      return methodOf(scope, node.args[0], meaningOf(scope, node.args[1]), node.args[2], node.start);
    case 'call':
      if (node.args[0] === 'size' && node.args[1][0]) return methodOf(scope, 'size', meaningOf(scope, node.args[1][0]), [], node.start);
      if (node.args[0] === 'date' && node.args[1][0]) return date(scope, node.args[1][0]);
      return wrong(node.start, `There is no function "${node.args[0]}".`, 'There are: size, date.');
    case 'list':
      return { kind: 'values', items: node.args.map((item) => valueOf(scope, item)) };
    case '&&':
    case '||': {
      const [left, right] = [valueOf(scope, node.args[0], 'boolean'), valueOf(scope, node.args[1], 'boolean')];
      return boolean(sql`(${left.sql} ${trusted(node.op === '&&' ? 'and' : 'or')} ${right.sql})`);
    }
    case '!_':
      return boolean(sql`(not ${valueOf(scope, node.args, 'boolean').sql})`);
    case '-_':
      return { kind: 'value', type: 'number', sql: sql`(- ${valueOf(scope, node.args, 'number').sql})` };
    case '?:': {
      const [condition, yes, no] = [valueOf(scope, node.args[0], 'boolean'), valueOf(scope, node.args[1]), valueOf(scope, node.args[2])];
      if (yes.type !== no.type) wrong(node.start, `Both answers must be of one kind; one is a ${yes.type}, the other a ${no.type}.`);
      return { kind: 'value', type: yes.type, sql: sql`(case when ${condition.sql} then ${yes.sql} else ${no.sql} end)` };
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(scope, node.op, node.args[0], node.args[1], node.start);
    case '+':
    case '-':
    case '*': {
      const [left, right] = [valueOf(scope, node.args[0], 'number'), valueOf(scope, node.args[1], 'number')];
      return { kind: 'value', type: 'number', sql: sql`(${left.sql} ${trusted(node.op)} ${right.sql})` };
    }
    case 'in':
      return membership(scope, node.args[0], node.args[1]);
    default:
      return wrong(node.start, `"${node.op}" cannot be used in a rule.`);
  }
}

/** A part of a rule that must be one value, of one kind where that is said. */
export function valueOf(scope: Scope, node: ASTNode, type?: ValueType): Value {
  const meaning = meaningOf(scope, node);
  if (meaning.kind !== 'value') return wrong(node.start, 'One value belongs here.', meaning.kind === 'list' ? 'Count the list with size(), or ask exists().' : undefined);
  if (type && meaning.type !== type) return wrong(node.start, `A ${type} belongs here; this is a ${meaning.type}.`);
  return meaning;
}

export function boolean(of: Sql): Value {
  return { kind: 'value', type: 'boolean', sql: of };
}

function literal(value: unknown, at: number): Value {
  if (value === null) return { kind: 'value', type: 'null', sql: trusted('null') };
  if (typeof value === 'string') return { kind: 'value', type: 'text', sql: sql`${value}::text` };
  if (typeof value === 'boolean') return boolean(trusted(String(value)));
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return { kind: 'value', type: 'number', sql: sql`${String(value)}::numeric` };
  return wrong(at, 'Such a value cannot be used in a rule.');
}

function date(scope: Scope, node: ASTNode): Value {
  if (node.op !== 'value' || typeof node.args !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(node.args)) {
    return wrong(node.start, 'date() takes a day in quotes.', 'Write it as date("2026-03-31").');
  }
  return { kind: 'value', type: 'date', sql: sql`${node.args}::date` };
}

const OPERATORS = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function comparison(scope: Scope, op: keyof typeof OPERATORS, leftNode: ASTNode, rightNode: ASTNode, at: number): Value {
  const [left, right] = [valueOf(scope, leftNode), valueOf(scope, rightNode)];
  if (left.type === 'null' || right.type === 'null') {
    if (op !== '==' && op !== '!=') wrong(at, 'null can only be compared by == and !=.');
    const other = left.type === 'null' ? right : left;
    return boolean(sql`(${other.sql} is ${trusted(op === '==' ? '' : 'not ')}null)`);
  }
  if (left.type !== right.type) wrong(at, `A ${left.type} cannot be compared with a ${right.type}.`);
  return boolean(sql`(${left.sql} ${trusted(OPERATORS[op])} ${right.sql})`);
}

function membership(scope: Scope, itemNode: ASTNode, listNode: ASTNode): Value {
  const item = valueOf(scope, itemNode);
  const list = meaningOf(scope, listNode);
  if (list.kind !== 'values') return wrong(listNode.start, '"in" takes a list of values.', 'Write it as x in ["A", "B"].');
  const stranger = list.items.find((candidate) => candidate.type !== item.type);
  if (stranger) wrong(listNode.start, `The list holds a ${stranger.type}; a ${item.type} is looked for in it.`);
  if (list.items.length === 0) return boolean(trusted('false'));
  return boolean(sql`(${item.sql} in (${join(list.items.map((each) => each.sql), ', ')}))`);
}

export { RuleError };
