import { createHash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { Pool } from 'pg';
import { unauthenticated } from '../faults.js';
import type { Actor } from './actor.js';
import { readStanding, requireStanding } from './standing.js';

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
const whole = (actor: Actor): Actor => actor.whole ?? actor;
const ended = (): GraphQLError => unauthenticated('Your session was ended; sign in again.');

/** Notes that a statement was answered which would have been refused. */
export function foundPresent(actor: Actor): void {
  if (actor.presence && !found.has(whole(actor))) found.set(whole(actor), 'present');
}

/** What the client is told where the database found the actor's sign-in ended; `undefined` for other errors. */
export function endedFault(actor: Actor, error: unknown): GraphQLError | undefined {
  if ((error as { readonly code?: string } | undefined)?.code !== ENDED) return undefined;
  found.set(whole(actor), 'ended');
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
  if (!presence || found.get(whole(actor)) === 'present') return;
  if (found.get(whole(actor)) === 'ended') throw ended();
  await pool.query('select kernel.require_presence($1, $2)', [presence.keys, presence.since]).catch((error: unknown) => {
    throw endedFault(actor, error) ?? error;
  });
  foundPresent(actor);
}

/** A planned read that refuses, before it reads anything, where the actor's sign-in was ended or their grants were changed; as it is for who did not sign in. */
export function readPresent(actor: Actor, text: string, values: readonly unknown[]): { readonly text: string; readonly values: readonly unknown[] } {
  const { presence } = actor;
  const next = values.length + 1;
  const signedIn = presence && { condition: `kernel.require_presence($${next}::text[], $${next + 1}::timestamptz)`, values: [presence.keys, presence.since] };
  const checks = [signedIn, readStanding(actor, next + (signedIn ? 2 : 0))].filter((check) => check !== undefined);
  if (checks.length === 0) return { text, values };
  return { text: `select j from (${text}) "~read" where ${checks.map(({ condition }) => condition).join(' and ')}`, values: [...values, ...checks.flatMap((check) => check.values)] };
}

/**
 * More columns for the statement that opens an actor's transaction, which refuse where their sign-in was ended or their grants were changed; nothing
 * for who did not sign in: the platform itself, jobs, tests. The keys are base64 and the instant digits, by their making.
 */
export function requirePresence(actor: Actor): string {
  const { presence } = actor;
  return (presence ? `, kernel.require_presence('{${presence.keys.map(plain).join()}}', '${plain(presence.since)}')` : '') + requireStanding(actor);
}

function plain(text: string): string {
  if (!/^[\w.:-]+$/.test(text)) throw new Error('a presence that Kinga did not make');
  return text;
}
