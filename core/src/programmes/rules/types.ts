import type { ResourceModel } from '../../kernel/read/model.js';
import type { FieldModel, ReadModel } from '../../kernel/read/model.js';
import type { Sql } from '../../kernel/read/sql.js';

/** What rules are compiled with. */
export interface RuleModel extends ReadModel {
  /** The permission that masked facts take, where they are not to be used. */
  readonly withoutMasked?: string;
}

/** Types of values in a rule. */
export type ValueType = 'number' | 'text' | 'boolean' | 'date' | 'null';

/** What a part of a rule means, in SQL. */
export type Meaning =
  | { readonly kind: 'value'; readonly type: ValueType; readonly sql: Sql }
  | { readonly kind: 'row'; readonly resource: ResourceModel; readonly alias: Sql }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, FieldModel>; readonly row: Extract<Meaning, { kind: 'row' }>; readonly name: string }
  | { readonly kind: 'list'; readonly resource: ResourceModel; readonly alias: Sql; readonly conditions: readonly Sql[] }
  | { readonly kind: 'values'; readonly items: readonly Extract<Meaning, { kind: 'value' }>[] };

export type Value = Extract<Meaning, { kind: 'value' }>;

/** What is wrong with a rule, and where. */
export interface RuleProblem {
  /** Offset of the first character concerned. */
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

export class RuleError extends Error {
  constructor(readonly problem: RuleProblem) {
    super(problem.message);
  }
}

export function wrong(at: number, message: string, hint?: string): never {
  throw new RuleError({ at, message, ...(hint && { hint }) });
}
