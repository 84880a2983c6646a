import type { ASTNode } from '@marcbachmann/cel-js';

/** A part as it stands in the rule, with the parentheses that belong to it; the parser's positions leave those at its ends out. */
export function textOfPart({ input, start, end }: ASTNode): string {
  let [from, to] = [start, end];
  let { opened, closed } = alone(input.slice(from, to));
  for (; opened > 0 && to < input.length; to += 1) if (input[to] === ')') opened -= 1;
  for (; closed > 0 && from > 0; from -= 1) if (input[from - 1] === '(') closed -= 1;
  return input.slice(from, to);
}

/** How many parentheses are opened and never closed, and closed without having been opened. */
function alone(text: string): { opened: number; closed: number } {
  const code = text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/[^\n]*/g, '');
  let [opened, closed] = [0, 0];
  for (const [sign] of code.matchAll(/[()]/g)) {
    if (sign === '(') opened += 1;
    else if (opened > 0) opened -= 1;
    else closed += 1;
  }
  return { opened, closed };
}
