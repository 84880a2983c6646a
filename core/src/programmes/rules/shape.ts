import type { ConnectionModel, ResourceModel } from '../../kernel/read/model.js';
import type { Sql } from '../../kernel/read/sql.js';
import type { ValueType } from './values.js';

/** A row of the registry while facts are gathered from it. */
export interface GatheredRow {
  readonly alias: Sql;
  /** The day as of which they are gathered. */
  readonly day: Sql;
  /** The programme whose rules ask, as uuid; null where none does. */
  readonly programme: Sql;
  /** The rows of a resource as they were on the day. */
  table(resource: ResourceModel): Sql;
  /** Whether a row, by its alias, is one of a connection of this one on the day. */
  connects(resource: ResourceModel, connection: ConnectionModel, other: Sql): Sql;
  /** Another row beside it, under an alias of its own. */
  beside(): GatheredRow;
}

/** Gathers something of a row. */
export type Gather = (row: GatheredRow) => Sql;

interface Told {
  /** Whether it takes the permission to use what is masked. */
  readonly masked?: boolean;
  /** The category of what is masked, in all rows or in some: who sees that category sees it. */
  readonly category?: string;
  /** Where a module says of it what it is; of planned fields the schema says it. */
  readonly description?: string;
}

export interface ValueFact extends Told {
  readonly kind: 'value';
  readonly type: ValueType;
  /** The only values that it can have. */
  readonly choices?: readonly string[];
  readonly gather: Gather;
}

/** Facts that lie together under a name: of the same row, or of another one that it leads to. */
export interface RowFact extends Told {
  readonly kind: 'row';
  readonly shape: RowShape;
  readonly gather: (row: GatheredRow, inner: Gather) => Sql;
}

export interface ListFact extends Told {
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
  fact(name: string): Fact | undefined;
  /** The resource whose row it is, for functions that modules add; none where it is no row of the registry. */
  readonly resource?: ResourceModel;
}
