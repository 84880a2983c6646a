import type { ASTNode } from '@marcbachmann/cel-js';

/** A part as it stands in the rule, with the parentheses that belong to it; the parser's positions leave those at its ends out. */
export function textOfPart({ input, start, end }: ASTNode): string {
  let [from, to] = [start, end];
  let open = openIn(input.slice(from, to));
  for (; open > 0 && to < input.length; to += 1) if (input[to] === ')') open -= 1;
  for (; open < 0 && from > 0; from -= 1) if (input[from - 1] === '(') open += 1;
  return input.slice(from, to);
}

/** How many parentheses are opened and not closed, or closed and not opened (negative). */
function openIn(text: string): number {
  const code = text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*/g, '');
  return code.split('(').length - code.split(')').length;
}
