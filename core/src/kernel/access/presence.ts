import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { unauthenticated } from '../faults.js';
import type { Actor } from './actor.js';

/**
 * By what an actor is signed in, for the database to tell whether it has been ended: at the opening of each transaction and
 * within each planned read, so that it costs no statement and holds in every process at once.
 */
export interface Presence {
  /** Names under which it can be ended: the session, the user, the service account. Hashes, so that they tell of nobody. */
  readonly keys: readonly string[];
  /** The instant since which it stands, ISO 8601: what was ended at or after it is over. */
  readonly since: string;
}

/** The name under which a session, a user or an account is ended. */
export function presenceKey(kind: 'session' | 'user', ...name: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify([kind, ...name])).digest('base64url');
}

/** SQLSTATE with which `kernel.require_presence` refuses. */
const ENDED = 'KG401';

/** What the client is told where the database found the actor's sign-in ended; `undefined` for other errors. */
export function endedFault(error: unknown): GraphQLError | undefined {
  return (error as { readonly code?: string } | undefined)?.code === ENDED ? unauthenticated('Your session was ended; sign in again.') : undefined;
}

/**
 * One more column for the statement that opens an actor's transaction, which refuses where their sign-in was ended; nothing
 * for who did not sign in: the platform itself, jobs, tests. The keys are base64 and the instant digits, by their making.
 */
export function requirePresence({ presence }: Actor): string {
  return presence ? `, kernel.require_presence('{${presence.keys.map(plain).join()}}', '${plain(presence.since)}')` : '';
}

function plain(text: string): string {
  if (!/^[\w.:-]+$/.test(text)) throw new Error('a presence that Kinga did not make');
  return text;
}
