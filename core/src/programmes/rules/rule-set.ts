import type { LocalDateText, ValueType } from './values.js';

/** Whom a set of rules is about. */
export type RuleTarget = 'PERSON' | 'HOUSEHOLD' | 'ORGANISATION';

/** One rule of a version: what it is called, what its value is used for, and its text in CEL. */
export interface Rule {
  readonly code: string;
  /** `ELIGIBILITY`, `EXCLUSION`, `PRIORITY`, `AMOUNT`, `FORMULA`, or a kind that a module adds. */
  readonly kind: string;
  readonly expression: string;
}

/** All rules of a version of a programme; they may use each other as `rules.<code>`. */
export interface RuleSet {
  readonly target: RuleTarget;
  /** ISO 4217 code of what money is counted in. */
  readonly currency: string;
  /** Digits after the point that the currency is paid in: what an amount may have. */
  readonly minorDigits: number;
  readonly rules: readonly Rule[];
}

/** A value that holds from a day until the next one. */
export interface DatedValue {
  readonly id: string;
  readonly from: LocalDateText;
  /** As it was laid down: digits, an ISO date, `true` or `false`, a text. */
  readonly value: string;
}

/** A parameter by its code, with all values that it ever had. */
export interface ParameterValues {
  readonly code: string;
  readonly description?: string;
  readonly type: ValueType;
  readonly values: readonly DatedValue[];
}

/** A key of a table: the row whose key is equal, or the last row whose key is reached (`FROM`: brackets, bands). */
export interface TableKey {
  readonly name: string;
  readonly match: 'EXACT' | 'FROM';
  readonly type: ValueType;
}

export interface TableRow {
  readonly keys: readonly string[];
  readonly value: string;
}

export interface TableVersion {
  readonly id: string;
  readonly from: LocalDateText;
  readonly rows: readonly TableRow[];
}

/** A table by its code, with all versions that it ever had. At most one of its keys matches by `FROM`, the last. */
export interface TableVersions {
  readonly code: string;
  readonly description?: string;
  readonly keys: readonly TableKey[];
  readonly value: ValueType;
  readonly versions: readonly TableVersion[];
}

/** What the values of rules of a kind are used for, and of which type they are; any type where left out. */
export interface RuleKind {
  readonly name: string;
  readonly type?: ValueType;
  readonly description: string;
  /** What such rules are about beside the row that all rules are about, such as one demand: told with each evaluation, and no fact of the registry. They decide on nobody. */
  readonly about?: { readonly name: string; readonly facts: Readonly<Record<string, { readonly type: ValueType; readonly description: string }>> };
}

/** What is wrong with a rule of a set, and where. */
export interface RuleSetProblem {
  /** Code of the rule. */
  readonly rule: string;
  /** Offset of the first character concerned, from 0. */
  readonly at: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

/** A parameter or a table that a rule names and that says nothing on the day for which the rules are compiled. */
export interface RuleSetLack {
  /** Code of the rule. */
  readonly rule: string;
  readonly what: 'parameter' | 'table';
  /** Code of the parameter or the table. */
  readonly code: string;
}

/** Which dated values and versions a compiled set was made from: with the texts of the rules, all that an outcome depends on beside facts. */
export interface RuleBasis {
  readonly on: LocalDateText;
  /** Ids of the values of parameters, sorted. */
  readonly parameters: readonly string[];
  /** Ids of the versions of tables, sorted. */
  readonly tables: readonly string[];
}

/** How an assessment ends. */
export type AssessmentOutcome = 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'UNDETERMINED';
