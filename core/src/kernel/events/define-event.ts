import type { Context } from '../context.js';

/** Something that happened, named `<module>.<what>-<happened>`, such as `people.persons-registered`. */
export interface EventDefinition<T> {
  readonly name: string;
  readonly description: string;
  /** Handles the event inside the transaction that caused it: throwing a refusal undoes the whole. */
  inTransaction(name: string, handle: (ctx: Context, payload: T) => Promise<void>): EventHandler;
  /** Handles the event after the commit, at least once: the handler must bear being called again. */
  afterCommit(name: string, handle: (ctx: Context, payload: T) => Promise<void>): EventHandler;
}

/** What a module does about an event, for its `on`; made by the event's `inTransaction` or `afterCommit`. */
export interface EventHandler {
  readonly event: string;
  /** Unique among the handlers of a deployment: `<module>.<what it does>`. */
  readonly name: string;
  readonly when: 'in-transaction' | 'after-commit';
  readonly handle: (ctx: Context, payload: unknown) => Promise<void>;
}

/** @example export const personsRegistered = defineEvent<{ ids: string[] }>('people.persons-registered', 'Persons were registered'); */
export function defineEvent<T>(name: string, description: string): EventDefinition<T> {
  const handler =
    (when: EventHandler['when']) =>
    (handlerName: string, handle: (ctx: Context, payload: T) => Promise<void>): EventHandler =>
      Object.freeze({ event: name, name: handlerName, when, handle: handle as EventHandler['handle'] });
  return Object.freeze({ name, description, inTransaction: handler('in-transaction'), afterCommit: handler('after-commit') });
}
