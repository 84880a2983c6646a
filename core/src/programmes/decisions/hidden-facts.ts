import type { Context } from '../../kernel/context.js';
import type { AskedRow } from '../rules/asked.js';
import type { CompiledRules } from '../rules/engine.js';
import type { Fact } from '../rules/shape.js';

/** Permission to lay down rules over what is masked: whoever has it knows what such rules find. */
const USE_MASKED = 'programmes.rules.use-masked';

/** Tells which facts a reader may not see. */
export type Hides = (fact: Fact) => boolean;

/** @param seen the masked categories that the reader sees of whom it is about */
export function hidesFrom({ actor, masksAll }: Pick<Context, 'actor' | 'masksAll'>, seen: readonly string[]): Hides {
  return ({ masked, category }) => {
    if (category !== undefined) return masksAll === true || !seen.includes(category);
    return masked === true && (masksAll === true || !actor.permissions.has(USE_MASKED));
  };
}

/** Tells which parts of rules, by their texts, show what a reader may not see: what a part says holds of all that it stands in. */
export function showsHidden({ facts, rules }: CompiledRules, hides: Hides): (expression: string) => boolean {
  const names = [...facts.values()].flatMap((asked) => hiddenIn(asked, hides));
  if (names.length === 0) return () => false;
  const found = new Set<string>();
  const shows = (expression: string): boolean => [...names, ...[...found].map((code) => `rules.${code}`)].some((name) => mentions(expression, name));
  // Rules use others, in any order.
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const { rule } of rules) if (shows(rule.expression)) found.add(rule.code);
  }
  return shows;
}

function hiddenIn(asked: AskedRow, hides: Hides): readonly string[] {
  return [...asked.facts].flatMap(([name, { fact, of }]) => (hides(fact) ? [name] : of ? hiddenIn(of, hides) : []));
}

function mentions(expression: string, name: string): boolean {
  const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w])${quoted}(?![\\w])`).test(expression);
}
