import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { Pool } from 'pg';
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

/** Those of whom a statement of this request found that they are still signed in, or no longer. */
const found = new WeakMap<Actor, 'present' | 'ended'>();
const ended = (): GraphQLError => unauthenticated('Your session was ended; sign in again.');

/** Notes that a statement was answered which would have been refused. */
export function foundPresent(actor: Actor): void {
  if (actor.presence && !found.has(actor)) found.set(actor, 'present');
}

/** What the client is told where the database found the actor's sign-in ended; `undefined` for other errors. */
export function endedFault(actor: Actor, error: unknown): GraphQLError | undefined {
  if ((error as { readonly code?: string } | undefined)?.code !== ENDED) return undefined;
  found.set(actor, 'ended');
  return ended();
}

/**
 * Makes sure, before an answer leaves, that the database was asked whether the actor is still signed in: by a statement of
 * its own where the request sent none.
 *
 * @throws GraphQLError UNAUTHENTICATED
 */
export async function requirePresent(actor: Actor, pool: Pool): Promise<void> {
  const { presence } = actor;
  if (!presence || found.get(actor) === 'present') return;
  if (found.get(actor) === 'ended') throw ended();
  await pool.query('select kernel.require_presence($1, $2)', [presence.keys, presence.since]).catch((error: unknown) => {
    throw endedFault(actor, error) ?? error;
  });
  foundPresent(actor);
}

/** A planned read that refuses, before it reads anything, where the actor's sign-in was ended; as it is for who did not sign in. */
export function readPresent({ presence }: Actor, text: string, values: readonly unknown[]): { readonly text: string; readonly values: readonly unknown[] } {
  if (!presence) return { text, values };
  const [keys, since] = [values.length + 1, values.length + 2];
  return { text: `select j from (${text}) "~read" where kernel.require_presence($${keys}::text[], $${since}::timestamptz)`, values: [...values, presence.keys, presence.since] };
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
