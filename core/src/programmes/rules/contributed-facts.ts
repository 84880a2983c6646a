import type { Class } from '../../kernel/module/define-module.js';
import { extensionPoint } from '../../kernel/module/extension-point.js';
import type { Sql } from '../../kernel/read/sql.js';
import type { ValueType } from './values.js';

/** The row that facts are gathered of, and when. */
export interface FactSource {
  /** The id of the person, household or other row, as `uuid`. */
  readonly id: Sql;
  /** The day as of which facts are asked, as `date`. */
  readonly day: Sql;
  /** ISO 4217 code of what money is counted in, as `text`: amounts in other currencies are not known to the rules. */
  readonly currency: Sql;
  /** The id of the programme whose rules ask, as `uuid`; null where none does. */
  readonly programme: Sql;
}

interface Described {
  /** What it says, in a sentence. */
  readonly description: string;
  /** Whether rules that ask for it take the permission to use what is masked. */
  readonly masked?: boolean;
}

/** One value of a row: `person.contributions.months`. */
export interface ContributedValue extends Described {
  readonly type: ValueType;
  /** The only values that it can have. */
  readonly choices?: readonly string[];
  /** An expression of the type, such as a subquery in parentheses; null where it is not known. */
  readonly sql: (source: FactSource) => Sql;
}

/** A list of a row: `person.contributions.history.filter(h, h.month >= date("2020-01-01"))`. */
export interface ContributedList extends Described {
  readonly items: Readonly<Record<string, { readonly type: ValueType; readonly description: string; readonly masked?: boolean }>>;
  /** A query that selects all of the items' facts by their names, in the order that the list has. Of many rows at once, it is asked within one statement. */
  readonly sql: (source: FactSource) => Sql;
}

export type ContributedFact = ContributedValue | ContributedList;

/** Facts that a module knows of the rows of a resource. */
export interface ContributedFacts {
  /** Of what: `() => Person`. */
  readonly on: () => Class;
  readonly facts: Readonly<Record<string, ContributedFact>>;
}

/**
 * Where modules add facts for the rules of all programmes. The name of the contribution is what they lie under:
 * `facts.contribute('contributions', [{ on: () => Person, facts: { months: … } }])` gives `person.contributions.months`.
 */
export const facts = extensionPoint<readonly ContributedFacts[]>('programmes.facts', 'many', 'What rules know of persons, households and others beyond their fields');
