import type { KnownStarter } from '../jobs/still-may.js';
import type { HeldGrant } from './held-grants.js';
import type { Presence } from './presence.js';
import type { GivenScope, Scope } from './scope.js';
import type { Standing } from './standing.js';

/** Who acts: a signed-in user, a service, or the platform itself; and on which rows. */
export interface Actor extends Scope {
  /** Stable subject of the issuer, such as `clerk@example.org`. */
  readonly id: string;
  /** Somebody, a program with an account, the platform itself, or nobody who signed in. */
  readonly kind: 'user' | 'service' | 'system' | 'anonymous';
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** UUID of the session by which they ask, where there is one. */
  readonly session?: string;
  /** What tells whether they are still signed in; nothing for the platform itself and for jobs. */
  readonly presence?: Presence;
  /** What they were granted, where that is what they act by. */
  readonly grants?: readonly HeldGrant[];
  /** What tells whether the grants still are what they were. */
  readonly standing?: Standing;
  /** In a job, what tells whether who started it may still do it. */
  readonly starter?: KnownStarter;
  /** The actor before they were narrowed to what an operation takes. */
  readonly whole?: Actor;
}

/** What a development token or a kept job says of an actor; the permissions follow from the roles where left out. */
export type Claims = Pick<Actor, 'id' | 'roles'> & GivenScope & { readonly permissions?: readonly string[] };
