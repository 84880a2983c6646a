import { sql, type Sql } from '../../kernel/read/sql.js';
import { AskedRow } from './asked.js';
import type { CompiledRules } from './compile-rules.js';
import { didYouMean } from './did-you-mean.js';
import { rootOf, rootsOf } from './roots.js';
import type { RowShape } from './shape.js';
import { aOf, capital, isValue, type ValueType } from './values.js';

/** What is wrong with facts that somebody gives. */
export interface FactProblem {
  /** Where: `household.members.0.age`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** Facts that were given, checked and brought down to what the rules ask for: JSON text. */
export interface GivenFacts {
  readonly facts: string;
  readonly problems: readonly FactProblem[];
}

/** Reads facts of a hypothetical person or household, of a test case, or of a stored decision. What is null or left out is unknown; values that are asked for are then null, as the registry has them. */
export function givenFacts({ vocabulary, set, facts }: CompiledRules, given: unknown): GivenFacts {
  const problems: FactProblem[] = [];
  const complain: Complain = (path, message, hint) => {
    problems.push({ path, message, ...(hint !== undefined && { hint }) });
    return undefined;
  };
  const roots = [...rootsOf(vocabulary, set.target, set.currency), ...[...vocabulary.kinds.values()].flatMap((kind) => rootOf(kind) ?? [])];
  if (!isObject(given)) return { facts: '{}', problems: [{ path: '', message: 'An object belongs here.', hint: `Write it as {"${roots[0]?.name}": {…}}.` }] };
  const parts = Object.entries(given).flatMap(([name, value]) => {
    const root = roots.find((each) => each.name === name);
    const asked = facts.get(name);
    if (!root) return complain(name, `There is nothing called "${name}".`, didYouMean(name, roots.map((each) => each.name))) ?? [];
    return [`${JSON.stringify(name)}:${rowOf(complain, name, root.shape, asked ?? new AskedRow(), value)}`];
  });
  return { facts: `{${parts.join()}}`, problems };
}

type Complain = (path: string, message: string, hint?: string) => undefined;

function rowOf(complain: Complain, path: string, shape: RowShape, asked: AskedRow, given: unknown): string {
  if (!isObject(given)) return complain(path, `The facts of a ${shape.label} belong here, as an object.`) ?? '{}';
  const parts = Object.entries(given).flatMap(([name, value]) => {
    const at = `${path}.${name}`;
    const wanted = asked.facts.get(name);
    const fact = wanted?.fact ?? shape.fact(name);
    if (!fact) return complain(at, `${shape.label} has no fact "${name}".`, didYouMean(name, shape.names)) ?? [];
    if (value === null) return wanted && fact.kind !== 'list' ? [`${JSON.stringify(name)}:null`] : [];
    // What the rules do not ask for is looked at all the same: a mistake in it is a mistake.
    const of = wanted?.of ?? new AskedRow();
    const text = fact.kind === 'value' ? valueOf(complain, at, fact.type, value)
      : fact.kind === 'row' ? rowOf(complain, at, fact.shape, of, value)
        : listOf(complain, at, fact.shape, of, value);
    return wanted && text !== undefined ? [`${JSON.stringify(name)}:${text}`] : [];
  });
  const unknown = [...asked.facts].flatMap(([name, { fact }]) => (fact.kind === 'value' && !Object.hasOwn(given, name) ? [`${JSON.stringify(name)}:null`] : []));
  return `{${[...parts, ...unknown].join()}}`;
}

function listOf(complain: Complain, path: string, shape: RowShape, asked: AskedRow, given: unknown): string | undefined {
  if (!Array.isArray(given)) return complain(path, 'A list belongs here.');
  return `[${given.map((item, index) => rowOf(complain, `${path}.${index}`, shape, asked, item)).join()}]`;
}

const MOST_DIGITS = 15;

/** A value as JSON text, numbers with the digits that were given. */
function valueOf(complain: Complain, path: string, type: ValueType, given: unknown): string | undefined {
  if (type === 'number' || type === 'money') {
    const text = String(given);
    if (typeof given === 'number' && text.replaceAll(/\D/g, '').length > MOST_DIGITS) return complain(path, 'A number of so many digits may have lost some.', 'Write it in quotes.');
    return (typeof given === 'number' || typeof given === 'string') && isValue('number', text) ? text.replace(/^(-?)0+(?=\d)/, '$1') : complain(path, `A number belongs here, not ${JSON.stringify(given)}.`);
  }
  if (type === 'boolean') return typeof given === 'boolean' ? String(given) : complain(path, 'true or false belongs here.');
  if (typeof given === 'string' && isValue(type, given)) return JSON.stringify(given);
  return complain(path, `${capital(aOf(type))} belongs here, not ${JSON.stringify(given)}.`, type === 'date' ? 'Write days as 2026-03-31.' : undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A row of facts that somebody gives. */
export interface GivenRow {
  readonly id: string;
  readonly placeId?: string | null;
  /** As `givenFacts` checked them, or as they were stored. */
  readonly facts: string;
}

/** Given facts as rows for `evaluated` and `explained`: `select id, place_id, facts`. */
export function givenRows(rows: readonly GivenRow[]): Sql {
  return sql`select given.id, given.place_id, given.facts from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ placeId }) => placeId ?? null)}::uuid[], ${rows.map(({ facts }) => facts)}::jsonb[]) as given(id, place_id, facts)`;
}
