import type { ASTNode } from '@marcbachmann/cel-js';
import type { Scope } from '../scope.js';
import type { ListTerm, Term } from '../term.js';

/** A call in a rule, its arguments not yet compiled. */
export interface Call {
  readonly scope: Scope;
  readonly args: readonly ASTNode[];
  /** Where it stands. */
  readonly at: number;
}

/** A function that rules know, and what whoever writes rules is told of it. */
export interface FunctionDescription {
  readonly name: string;
  /** Arguments and result with their types: `round(x: number | money, step: number, mode: text): number | money`. */
  readonly signature: string;
  /** What it gives, in one or two sentences; where a formula is a convention, which. */
  readonly description: string;
  readonly example: string;
}

/** A function by itself: `max(a, b)`. */
export interface PlainFunction extends FunctionDescription {
  meaning(call: Call): Term;
}

/** A function of a list: `members.filter(m, m.age < 18)`. */
export interface ListFunction extends FunctionDescription {
  meaning(call: Call, list: ListTerm): Term;
}
