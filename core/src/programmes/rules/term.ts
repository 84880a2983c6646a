import type { ASTNode } from '@marcbachmann/cel-js';
import type { Sql } from '../../kernel/read/sql.js';
import type { AskedRow } from './asked.js';
import type { RowShape } from './shape.js';
import type { ValueType } from './values.js';

/** What a part of a rule means: one value, a row of facts, or a list. `wrong` is what has been complained of already. */
export type Term = ValueTerm | RowTerm | ListTerm | WrongTerm;

export interface ValueTerm {
  readonly kind: 'value';
  /** `null` is what is written as null: it fits every type. */
  readonly type: ValueType | 'null';
  /** Stands in the statement once for each time that the rule says it: what is made of a value must not repeat it, or rules could grow without bounds. */
  readonly sql: Sql;
  /** The value where the text of the rule says it: a literal. */
  readonly literal?: string;
  /** The only values that a fact can have. */
  readonly choices?: readonly string[] | undefined;
  /** Where the value comes from, for explanations. */
  readonly from?: Origin;
}

export interface RowTerm {
  readonly kind: 'row';
  readonly shape: RowShape;
  /** The row as jsonb. */
  readonly json: Sql;
  /** Where it is noted what is asked of it. */
  readonly asked: AskedRow;
}

export interface ListTerm {
  readonly kind: 'list';
  /** What stands after `from`. */
  readonly from: Sql;
  /** The same where `position` is asked for too, which costs a little. */
  readonly positioned: Sql;
  /** Where each item stands in the list. */
  readonly position: Sql;
  /** Whether the list is known at all; it is where left out. */
  readonly known?: Sql;
  readonly where: readonly Sql[];
  readonly item: ValueTerm | RowTerm;
}

export interface WrongTerm {
  readonly kind: 'wrong';
}

export const WRONG: WrongTerm = { kind: 'wrong' };

/** Where a value comes from. */
export type Origin = 'fact' | 'parameter' | 'table' | 'rule';

/** A part of a rule with what it consists of: what an explanation shows. */
export interface Part {
  readonly node: ASTNode;
  readonly term: Term;
  readonly parts: readonly Part[];
  /** The list whose items it is about, one after the other. */
  readonly each?: ListTerm;
}
