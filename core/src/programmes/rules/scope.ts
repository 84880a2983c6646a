import type { ASTNode } from '@marcbachmann/cel-js';
import type { Sql } from '../../kernel/read/sql.js';
import { meaningOf } from './meaning.js';
import { didYouMean } from './did-you-mean.js';
import { WRONG, type ListTerm, type Part, type Term, type ValueTerm } from './term.js';
import { RuleError, wrong, type RuleProblem } from './types.js';
import { aOf, capital, type LocalDateText, type ValueType } from './values.js';
import type { Vocabulary } from './vocabulary.js';

/** What a part of a rule is compiled with. */
export interface Scope {
  readonly vocabulary: Vocabulary;
  readonly on: LocalDateText;
  /** What the names mean that stand for rows and days; those of lambdas included. */
  readonly names: ReadonlyMap<string, Term>;
  readonly alias: () => Sql;
  /** What another rule of the set gives. */
  readonly rule: (code: string, at: number) => ValueTerm;
  readonly ruleCodes: readonly string[];
  /** Notes that the outcome depends on a dated value. */
  readonly uses: (what: 'parameters' | 'tables', id: string) => void;
  /** Notes that a parameter or a table says nothing on the day. */
  readonly lacks: (what: 'parameter' | 'table', code: string) => void;
  readonly complain: (problem: RuleProblem) => void;
  /** Where the parts of what is being compiled are noted. */
  readonly parts: Part[];
}

/** Thrown where a part was complained of already, so that the whole needs no complaint of its own. */
class Abandoned extends Error {}

/** What a part means. A part that is wrong is complained of and answered with `wrong`, so that all problems are found at once. */
export function termOf(scope: Scope, node: ASTNode, each?: ListTerm): Term {
  const parts: Part[] = [];
  const term = attempt(scope, () => meaningOf({ ...scope, parts }, node));
  scope.parts.push({ node, term, parts, ...(each && { each }) });
  return term;
}

function attempt(scope: Scope, work: () => Term): Term {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleError) scope.complain(error.problem);
    else if (!(error instanceof Abandoned)) throw error;
    return WRONG;
  }
}

/** Parts that must be one value each; all of them are looked at before the first that is wrong ends it. */
export function valuesOf(scope: Scope, nodes: readonly ASTNode[], type?: ValueType): readonly ValueTerm[] {
  const terms = nodes.map((node) => ({ node, term: termOf(scope, node) }));
  const checked = terms.map(({ node, term }) => {
    const problem = term.kind === 'wrong' ? undefined : problemOf(term, node, type);
    if (problem) scope.complain(problem);
    return term.kind === 'value' && !problem ? term : undefined;
  });
  return checked.map((term) => term ?? abandon());
}

export function valueOf(scope: Scope, node: ASTNode, type?: ValueType): ValueTerm {
  return valuesOf(scope, [node], type)[0] ?? abandon();
}

function problemOf(term: Exclude<Term, { kind: 'wrong' }>, node: ASTNode, type: ValueType | undefined): RuleProblem | undefined {
  if (term.kind === 'list') return { at: node.start, message: 'One value belongs here; this is a list.', hint: 'Count it with size(), ask exists(), or add it up with sum().' };
  if (term.kind === 'row') return { at: node.start, message: `One value belongs here; this is a ${term.shape.label}.`, hint: `Ask for one of its facts: ${term.shape.names.slice(0, 5).join(', ')} …` };
  if (!type || term.type === type || term.type === 'null') return undefined;
  return { at: node.start, message: `${capital(aOf(type))} belongs here; this is ${aOf(term.type)}.`, ...conversion(type, term.type) };
}

/** How a number becomes money and money a number, said where one stands for the other. */
export function conversion(wanted: ValueType, given: ValueType | 'null'): { readonly hint?: string } {
  if (wanted === 'money' && given === 'number') return { hint: 'Say that it is money: money(…).' };
  if (wanted === 'number' && given === 'money') return { hint: 'Say that only the number counts: number(…).' };
  return {};
}

/** Ends the compilation of what holds a part that was complained of. */
export function abandon(): never {
  throw new Abandoned();
}

/** The name that a lambda gives to the items of a list: `members.filter(m, …)`. */
export function withName(scope: Scope, variable: ASTNode | undefined, example: string, term: Term): Scope {
  if (variable?.op !== 'id') return wrong(variable?.start ?? 0, 'A name for the items belongs here.', `Write it as ${example}.`);
  const name = variable.args;
  if (scope.names.has(name) || RESERVED.has(name)) wrong(variable.start, `"${name}" means something else already.`, 'Take another name for the items.');
  return { ...scope, names: new Map(scope.names).set(name, term) };
}

export const RESERVED: ReadonlySet<string> = new Set(['params', 'rules', 'on']);

export function named(scope: Scope, name: string, at: number): Term {
  return scope.names.get(name) ?? wrong(at, `There is nothing called "${name}".`, didYouMean(name, [...scope.names.keys(), ...RESERVED]));
}
