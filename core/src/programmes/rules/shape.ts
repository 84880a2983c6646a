import type { ResourceModel } from '../../kernel/read/model.js';
import type { Sql } from '../../kernel/read/sql.js';
import type { ValueType } from './values.js';

/** A row of the registry while facts are gathered from it. */
export interface GatheredRow {
  readonly alias: Sql;
  /** The rows of a resource as they were on the day. */
  table(resource: ResourceModel): Sql;
  /** Which of a resource's rows point to a row on the day. */
  points(resource: ResourceModel, property: string, from: Sql, to: Sql): Sql;
  /** Another row beside it, under an alias of its own. */
  beside(): GatheredRow;
}

/** Gathers a row's facts as jsonb. */
export type Gather = (row: GatheredRow) => Sql;

export interface ValueFact {
  readonly kind: 'value';
  readonly type: ValueType;
  readonly gather: Gather;
}

/** Facts that lie together under a name: of the same row, or of another one that it leads to. */
export interface RowFact {
  readonly kind: 'row';
  readonly shape: RowShape;
  readonly gather: (row: GatheredRow, inner: Gather) => Sql;
}

export interface ListFact {
  readonly kind: 'list';
  readonly shape: RowShape;
  readonly gather: (row: GatheredRow, inner: Gather) => Sql;
}

export type Fact = ValueFact | RowFact | ListFact;

/** What may be asked of a row. */
export interface RowShape {
  /** What the row is, for messages: `Person`, `Household.attributes`. */
  readonly label: string;
  readonly names: readonly string[];
  /** `undefined` where there is no such fact, or a reason why it may not be asked. */
  fact(name: string): Fact | Refused | undefined;
  /** The resource whose row it is, for functions that modules add; none where it is no row of the registry. */
  readonly resource?: ResourceModel;
}

/** Why a fact that there is may not be asked. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  readonly hint?: string;
}
