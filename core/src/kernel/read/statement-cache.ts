import type { OperationDefinitionNode } from 'graphql';
import type { Reach } from '../access/reach.js';
import { shapeOf } from './arguments.js';
import type { Statement } from './sql.js';

/** A statement with the permissions that its filters take. */
export interface Prepared extends Statement, Noted {
  readonly permissions: readonly string[];
  /** For what reach of the actor's places it was written. */
  readonly reach: Reach | undefined;
}

/** What was found out about a statement while it was made. */
export interface Noted {
  /** Whether it goes on from a cursor, which a client may have written itself. */
  readonly seeks: boolean;
  /** Whether it looks at all rows of a table. */
  readonly whole: boolean;
  /** Whether it shows masked values of those whom the actor revealed. */
  readonly reveals: boolean;
  /** What it reads about persons, `Type.field`. */
  readonly reads: ReadonlySet<string>;
}

export type Outcome = Prepared | 'not plannable';

interface Entry {
  /** Variables whose value is part of the statement. */
  readonly pinned: Set<string>;
  readonly byKey: Map<string, Outcome>;
}

const MOST_PER_OPERATION = 200;

/** Statements by operation, place in it, and what of the variables decides their text. */
export class StatementCache {
  readonly #entries = new WeakMap<OperationDefinitionNode, Map<string, Entry>>();

  get(
    operation: OperationDefinitionNode, place: string, variables: Readonly<Record<string, unknown>>,
    compile: (pin: (variable: string) => void) => Outcome,
  ): Outcome {
    const entry = this.#entry(operation, place);
    const found = entry.byKey.get(keyOf(entry.pinned, variables));
    if (found) return found;
    const outcome = compile((variable) => entry.pinned.add(variable));
    if (entry.byKey.size >= MOST_PER_OPERATION) entry.byKey.clear();
    entry.byKey.set(keyOf(entry.pinned, variables), outcome);
    return outcome;
  }

  #entry(operation: OperationDefinitionNode, place: string): Entry {
    const places = this.#entries.get(operation) ?? new Map<string, Entry>();
    this.#entries.set(operation, places);
    const entry = places.get(place) ?? { pinned: new Set<string>(), byKey: new Map<string, Outcome>() };
    places.set(place, entry);
    return entry;
  }
}

function keyOf(pinned: ReadonlySet<string>, variables: Readonly<Record<string, unknown>>): string {
  let key = '';
  for (const name in variables) {
    key += `${name}=${pinned.has(name) ? JSON.stringify(variables[name]) : shapeOf(variables[name])};`;
  }
  return key;
}

export function prepare(statement: Statement, permissions: Iterable<string>, reach: Reach | undefined, noted: Noted): Prepared {
  return { ...statement, ...noted, reach, permissions: [...permissions] };
}
