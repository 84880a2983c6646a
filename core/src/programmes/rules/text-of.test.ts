import { parse, type ASTNode } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { childrenOf } from './parse-rule.js';
import { textOfPart } from './text-of.js';

function partsOf(node: ASTNode): readonly string[] {
  return [textOfPart(node), ...childrenOf(node).flatMap(partsOf)];
}

describe('the text of a part', () => {
  it.each([
    ['1 / (a - 2)', ['1 / (a - 2)', '1', 'a - 2', 'a', '2']],
    ['((a + 1)) * (b - (c))', ['((a + 1)) * (b - (c))', 'a + 1', 'a', '1', 'b - (c)', 'b', 'c']],
    ['f("(", (a)) > 1', ['f("(", (a)) > 1', 'f("(", (a))', '"("', 'a', '1']],
  ])('%s', (expression, expected) => expect(partsOf(parse(expression).ast)).toEqual(expected));
});
