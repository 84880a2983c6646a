import type { ASTNode } from '@marcbachmann/cel-js';
import { isValue } from '../values.js';

/** The text of a literal; `undefined` where it is none. */
export function textOf(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}

/** The day that a literal says. */
export function isDayNode(node: ASTNode): string | undefined {
  const text = textOf(node);
  return text !== undefined && isValue('date', text) ? text : undefined;
}
