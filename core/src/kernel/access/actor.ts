import type { Presence } from './presence.js';

/** Who acts: a signed-in user, a service, or the platform itself. */
export interface Actor {
  /** Stable subject of the issuer, such as `clerk@example.org`. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Codes of the places whose subtrees the actor may see; `null` means every place, an empty list none. */
  readonly places: readonly string[] | null;
  /** UUID of the session by which they ask, where there is one. */
  readonly session?: string;
  /** What tells whether they are still signed in; nothing for the platform itself and for jobs. */
  readonly presence?: Presence;
}
