import type { ASTNode } from '@marcbachmann/cel-js';
import { sql } from '../../kernel/read/sql.js';
import { askedOf, parameterOf, ruleOf } from './access.js';
import { functionOf, methodOf } from './calls.js';
import { arithmetic, choice, comparison, logical, membership, negative, not } from './operators.js';
import { literal, literalList } from './literals.js';
import { named, termOf, type Scope } from './scope.js';
import type { Term } from './term.js';
import { wrong } from './types.js';

/** What a node of the syntax tree means, in SQL. */
export function meaningOf(scope: Scope, node: ASTNode): Term {
  switch (node.op) {
    case 'value':
      return literal(node);
    case 'id':
      return node.args === 'on' ? { kind: 'value', type: 'date', sql: sql`${scope.on}::date` } : named(scope, node.args, node.start);
    case '.':
      return memberOf(scope, node.args[0], node.args[1], node.pos);
    case '[]': {
      const [of, key] = node.args;
      if (key.op !== 'value' || typeof key.args !== 'string') return wrong(key.start, 'A name in quotes belongs here.', 'Items of lists are asked for by filter().');
      return memberOf(scope, of, key.args, key.start);
    }
    case 'rcall':
      return methodOf(scope, node);
    case 'call':
      return functionOf(scope, node);
    case 'list':
      return literalList(scope, node);
    case '&&':
    case '||':
      return logical(scope, node.op, node.args);
    case '!_':
      return not(scope, node.args);
    case '-_':
      return negative(scope, node.args);
    case '?:':
      return choice(scope, node.args, node.start);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(scope, node.op, node.args);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(scope, node.op, node.args);
    case 'in':
      return membership(scope, node.args);
    default:
      return wrong(node.start, `"${node.op}" cannot be used in a rule.`);
  }
}

function memberOf(scope: Scope, of: ASTNode, name: string, at: number): Term {
  if (of.op === 'id' && !scope.names.has(of.args)) {
    if (of.args === 'params') return parameterOf(scope, name, at);
    if (of.args === 'rules') return ruleOf(scope, name, at);
  }
  const term = termOf(scope, of);
  switch (term.kind) {
    case 'wrong':
      return term;
    case 'row':
      return askedOf(scope, term, name, at);
    case 'list':
      return wrong(at, `"${name}" is asked of a list.`, `Ask it of each item: .map(item, item.${name}).`);
    case 'value':
      return wrong(at, `"${name}" is asked of a value, which has no facts.`);
  }
}

