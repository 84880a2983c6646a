import type { GraphQLError } from 'graphql';
import { accessChanged } from '../faults.js';
import type { Actor } from './actor.js';

/**
 * As of when an actor's grants are known, for the database to tell whether they still are what they were: within the same
 * statements that ask for presence, so that no process acts by grants that were changed.
 */
export interface Standing {
  /** UUID of the user. */
  readonly user: string;
  /** Counts the changes to what the user may. */
  readonly epoch: string;
  /** Forgets what was known, so that the next request knows anew. */
  forget(): void;
  /** The actor as they are now. */
  renew?(): Promise<Actor>;
}

/** SQLSTATE with which `access.require_standing` refuses. */
const CHANGED = 'KG403';

/** What the client is told where the database found that the actor's grants were changed; `undefined` for other errors. */
export function changedFault(actor: Actor, error: unknown): GraphQLError | undefined {
  if ((error as { readonly code?: string } | undefined)?.code !== CHANGED) return undefined;
  actor.standing?.forget();
  return accessChanged('What you may do was changed a moment ago; send this again.');
}

/** A call for a statement that opens a transaction. The UUID and the digits are by their making. */
export function requireStanding({ standing }: Actor): string {
  if (!standing) return '';
  if (!/^[\da-f-]{36}$/.test(standing.user) || !/^\d+$/.test(standing.epoch)) throw new Error('a standing that Kinga did not make');
  return `, access.require_standing('${standing.user}', ${standing.epoch})`;
}

/** A condition for a planned read, and its parameters from number `from` on. */
export function readStanding({ standing }: Actor, from: number): { readonly condition: string; readonly values: readonly unknown[] } | undefined {
  return standing && { condition: `access.require_standing($${from}::uuid, $${from + 1}::bigint)`, values: [standing.user, standing.epoch] };
}
