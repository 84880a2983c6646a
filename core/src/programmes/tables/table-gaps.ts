import { Decimal } from 'decimal.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import { tableCombinationMissing, tableStepMissing } from '../refusals.js';
import { TableKeyMatch, type RuleTableKey } from './table-key.js';

/** So many gaps are told one by one. */
const MOST_TOLD = 20;

/** Combinations of exact keys, each of which some row has, that no row has together. */
export function missingCombinations(groups: readonly (readonly string[])[], keys: readonly RuleTableKey[], path: string): readonly Refusal[] {
  const exact = keys.filter(({ match }) => match === TableKeyMatch.EXACT);
  const values = exact.map((_, index) => [...new Set(groups.map((group) => group[index] ?? ''))]);
  const there = new Set(groups.map((group) => JSON.stringify(group)));
  const missing: Refusal[] = [];
  for (const combination of combinations(values)) {
    if (missing.length === MOST_TOLD) break;
    if (!there.has(JSON.stringify(combination))) missing.push(tableCombinationMissing(path, { keys: exact.map(({ name }, index) => `${name} ${combination[index]}`).join(', ') }));
  }
  return missing;
}

function* combinations(values: readonly (readonly string[])[]): Generator<readonly string[]> {
  const [first, ...rest] = values;
  if (!first) return yield [];
  for (const value of first) for (const others of combinations(rest)) yield [value, ...others];
}

/** Numbers that must follow one another, where one is left out or stands between two steps. */
export function gapsInSteps({ name, step }: RuleTableKey, given: readonly string[], path: string): readonly Refusal[] {
  if (!step) return [];
  const values = [...new Set(given)].map((value) => new Decimal(value)).sort((one, other) => one.comparedTo(other));
  return values.flatMap((value, index) => {
    const next = values[index + 1];
    return next && !next.minus(value).eq(step) ? [tableStepMissing(path, { name, after: value.toFixed(), next: next.toFixed(), step })] : [];
  }).slice(0, MOST_TOLD);
}
