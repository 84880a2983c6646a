import type { ASTNode } from '@marcbachmann/cel-js';
import { sql, type Sql } from '../../../kernel/read/sql.js';
import { isValue } from '../values.js';
import { given } from './arguments.js';
import type { PlainFunction } from './call.js';

/** The text of a literal; `undefined` where it is none. */
export function textOf(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}

/** The day that a literal says. */
export function isDayNode(node: ASTNode): string | undefined {
  const text = textOf(node);
  return text !== undefined && isValue('date', text) ? text : undefined;
}

function ofTexts(name: string, example: string, description: string, value: (text: Sql, part: Sql) => Sql): PlainFunction {
  const self = { name, signature: `${name}(text: text, part: text): boolean`, example, description };
  return {
    ...self,
    meaning: (call) => {
      const [text, part] = given(call, self, [['text'], ['text']]);
      return { kind: 'value', type: 'boolean', sql: value(sql`(${text?.sql})::text`, sql`(${part?.sql})::text`) };
    },
  };
}

export const texts: readonly PlainFunction[] = [
  ofTexts('startsWith', 'startsWith(household.place.code, "GH-NP")', 'Whether a text begins with another.', (text, part) => sql`starts_with(${text}, ${part})`),
  ofTexts('endsWith', 'endsWith(household.code, "7")', 'Whether a text ends with another.', (text, part) => sql`starts_with(reverse(${text}), reverse(${part}))`),
  ofTexts('contains', 'contains(household.code, "TEST")', 'Whether a text holds another.', (text, part) => sql`(strpos(${text}, ${part}) > 0)`),
];
