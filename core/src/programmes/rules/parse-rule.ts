import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { wrong } from './types.js';

const LONGEST_RULE = 10_000;
const DEEPEST_RULE = 200;
const MOST_PARTS = 5_000;

const parser = new Environment({ limits: { maxDepth: DEEPEST_RULE, maxAstNodes: MOST_PARTS, maxListElements: MOST_PARTS, maxCallArguments: 100 } });

/**
 * The syntax tree of a rule.
 *
 * @throws RuleError where it is too long, too deep, or no CEL
 */
export function parseRule(expression: string): ASTNode {
  if (expression.length > LONGEST_RULE) wrong(LONGEST_RULE, `The rule has ${expression.length} characters; at most ${LONGEST_RULE} are allowed.`, 'Put parts of it into rules of their own and name them: rules.part.');
  const tree = read(expression);
  checkDepth(tree);
  return tree;
}

function read(expression: string): ASTNode {
  try {
    return parser.parse(expression).ast;
  } catch (error) {
    // The call stack is at its end.
    if (error instanceof RangeError) return tooDeep(0);
    if (!(error instanceof ParseError)) throw error;
    const at = error.range?.start ?? 0;
    return at >= expression.trimEnd().length ? wrong(at, 'The rule ends where something is still missing.') : wrong(at, `The rule cannot be read here: ${error.summary}.`);
  }
}

function tooDeep(at: number): never {
  return wrong(at, `The rule is nested more than ${DEEPEST_RULE} levels deep.`, 'Put parts of it into rules of their own and name them: rules.part.');
}

/** Whatever is in the arguments of a node that is a node. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  return [node.args].flat(3).filter((part): part is ASTNode => typeof part === 'object' && part !== null && 'op' in part);
}

/** Walks without calling itself, so that no rule can exhaust the stack. */
function checkDepth(tree: ASTNode): void {
  const waiting: (readonly [ASTNode, number])[] = [[tree, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, depth] = next;
    if (depth > DEEPEST_RULE) tooDeep(node.start);
    for (const child of childrenOf(node)) waiting.push([child, depth + 1]);
  }
}

/** Line and column of an offset, from 1. */
export function positionOf(expression: string, at: number): { readonly line: number; readonly column: number } {
  const before = expression.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
