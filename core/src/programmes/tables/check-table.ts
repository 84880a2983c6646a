import { Decimal } from 'decimal.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import { tableBandOpen, tableGap, tableKeyCount, tableKeyWrong, tableOverlap, tableRowTwice, tableToNotTaken, valueWrongType } from '../refusals.js';
import { RuleValueType } from '../value-type.js';
import { howToWrite, valueOf } from '../values.js';
import { TableKeyMatch, type RuleTableKey } from './table-key.js';
import { gapsInSteps, missingCombinations } from './table-gaps.js';

/** What a table was defined as. */
export interface TableDefinition {
  readonly keys: readonly RuleTableKey[];
  readonly valueType: RuleValueType;
  readonly currency: string | null;
  readonly complete: boolean;
}

/** A row as it was given. */
export interface GivenRow {
  readonly keys: readonly string[];
  readonly to?: string | null;
  readonly value: string;
}

/** A row whose values are written in their one way, and where it was given. */
export interface CheckedRow {
  readonly keys: readonly string[];
  readonly to: string | null;
  readonly value: string;
  readonly index: number;
}

const COUNTED: readonly RuleValueType[] = [RuleValueType.NUMBER, RuleValueType.MONEY];

/** Everything that is wrong with what a table is asked by. */
export function keyProblems(keys: readonly RuleTableKey[], path: string): readonly Refusal[] {
  return keys.flatMap(({ name, type, match, step }, index) => {
    const at = `${path}.${index}`;
    const ordered = COUNTED.includes(type) || type === RuleValueType.DATE;
    const wrong = (field: string, what: string): Refusal => tableKeyWrong(`${at}.${field}`, { name, what });
    return [
      ...(keys.findIndex((other) => other.name === name) < index ? [wrong('name', 'another key has this name')] : []),
      ...(match === TableKeyMatch.FROM && index < keys.length - 1 ? [wrong('match', 'only the last key can be of bands')] : []),
      ...(match === TableKeyMatch.FROM && !ordered ? [wrong('match', 'bands are of numbers, money or days')] : []),
      ...(step && (match === TableKeyMatch.FROM || !COUNTED.includes(type) || new Decimal(step).lte(0)) ? [wrong('step', 'a step is greater than 0, and of exact numbers')] : []),
    ];
  });
}

/** The rows in their one way of writing, and everything that is wrong with them. */
export function checkedRows(table: TableDefinition, given: readonly GivenRow[], path: string): { readonly rows: readonly CheckedRow[]; readonly problems: readonly Refusal[] } {
  const problems: Refusal[] = [];
  const last = table.keys.length - 1;
  const bands = table.keys[last]?.match === TableKeyMatch.FROM;
  const read = (type: RuleValueType, text: string, at: string): string => {
    const written = valueOf(type, text, table.currency);
    if (written === undefined) problems.push(valueWrongType(at, { type, hint: howToWrite(type) }));
    return written ?? '';
  };
  const rows = given.map(({ keys, to, value }, index): CheckedRow => {
    const at = `${path}.${index}`;
    if (keys.length !== table.keys.length) problems.push(tableKeyCount(`${at}.keys`, { count: keys.length, keys: table.keys.map(({ name }) => name).join(', ') }));
    if (to && !bands) problems.push(tableToNotTaken(`${at}.to`));
    const typeOf = (key: number): RuleValueType => table.keys[key]?.type ?? RuleValueType.TEXT;
    return {
      index,
      keys: keys.slice(0, last + 1).map((key, number) => read(typeOf(number), key, `${at}.keys.${number}`)),
      to: to && bands ? read(typeOf(last), to, `${at}.to`) : null,
      value: read(table.valueType, value, `${at}.value`),
    };
  });
  // What can't be read cannot be compared.
  if (problems.length > 0) return { rows, problems };
  const twice = sameKeys(rows).map(({ index, keys }) => tableRowTwice(`${path}.${index}.keys`, { keys: keys.join(', ') }));
  if (twice.length > 0) return { rows, problems: twice };
  const groups = Map.groupBy(rows, ({ keys }) => JSON.stringify(bands ? keys.slice(0, last) : keys));
  return {
    rows,
    problems: [
      ...(bands ? bandProblems([...groups.values()], table.keys[last]?.type ?? RuleValueType.NUMBER, path) : []),
      ...(table.complete ? missingCombinations([...groups.keys()].map((key) => JSON.parse(key) as string[]), table.keys, path) : []),
      ...table.keys.flatMap((key, index) => gapsInSteps(key, rows.map(({ keys }) => keys[index] ?? ''), path)),
    ],
  };
}

function sameKeys(rows: readonly CheckedRow[]): readonly CheckedRow[] {
  const seen = new Set<string>();
  return rows.filter(({ keys }) => {
    const key = JSON.stringify(keys);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}

/** Compares keys of bands: days as texts, the rest as numbers. */
function compare(type: RuleValueType, one: string, other: string): number {
  if (type === RuleValueType.DATE) return one < other ? -1 : Number(one > other);
  return new Decimal(one).comparedTo(other);
}

function bandProblems(groups: readonly (readonly CheckedRow[])[], type: RuleValueType, path: string): readonly Refusal[] {
  const from = ({ keys }: CheckedRow): string => keys.at(-1) ?? '';
  const sorted = groups.map((rows) => [...rows].sort((one, other) => compare(type, from(one), from(other))));
  const firsts = sorted.map(([first]) => (first ? from(first) : '')).sort((one, other) => compare(type, one, other));
  return sorted.flatMap((rows) => rows.flatMap((row, index) => {
    const next = rows[index + 1];
    const at = `${path}.${row.index}`;
    const least = firsts[0] ?? '';
    const late = index === 0 && compare(type, from(row), least) > 0 ? [tableGap(`${at}.keys`, { from: least, to: from(row), of: row.keys.slice(0, -1).join(', ') })] : [];
    if (row.to === null) return late;
    if (!next) return [...late, tableBandOpen(`${at}.to`, { to: row.to })];
    const order = compare(type, row.to, from(next));
    if (order < 0) return [...late, tableGap(`${at}.to`, { from: row.to, to: from(next), of: row.keys.slice(0, -1).join(', ') || 'the table' })];
    return order > 0 ? [...late, tableOverlap(`${at}.to`, { from: from(next), to: row.to })] : late;
  }));
}
