import { unauthenticated } from '../faults.js';
import type { Platform } from '../platform.js';
import type { Actor } from './actor.js';
import { limitedTo } from './held-grants.js';
import type { Presence } from './presence.js';

/** Who signed in, as an issuer or a session of Kinga's own tells it. What they may do on this platform is another question. */
export interface Identity {
  /** The issuer's name for them, such as `clerk@example.org`: stable, and of nobody else there. */
  readonly subject: string;
  /** Who vouches for the subject: the provider's address, or a `urn:kinga:` of Kinga's own. */
  readonly issuer: string;
  /** UUID of the session by which they ask, where there is one. */
  readonly session?: string;
  /** The only permissions that may be used by this token; all that its holder has where left out. */
  readonly scopes?: readonly string[];
  /** What the issuer says of them beyond: `name`, `roles`, `places` … */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What tells whether they are still signed in. */
  readonly presence?: Presence;
}

/** Turns a bearer token into who its holder is; throws where it is not to be trusted. */
export type VerifyToken = (token: string) => Promise<Identity>;

/** From who signed in to who acts on this platform. */
export type ActorFor = (platform: Platform, identity: Identity) => Promise<Actor>;

/** Subjects of Kinga's own services begin so; an issuer that says it of somebody would make them one. */
export const SERVICE = 'service:';

const RESERVED = /^(anonymous$|system($|\s)|service:)/i;

/** Whether no issuer may give a subject: it is Kinga's own, would be taken for another, or is none that PostgreSQL holds as it is. */
export function isReserved(subject: string): boolean {
  return RESERVED.test(subject) || subject.trim() !== subject || subject === '' || /\p{Cc}/u.test(subject) || !subject.isWellFormed();
}

/**
 * Refuses subjects by which Kinga calls itself, nobody, and its own services.
 *
 * @throws GraphQLError UNAUTHENTICATED
 */
export function foreignSubject(subject: string): string {
  if (isReserved(subject)) throw unauthenticated('The issuer calls you by a name that it may not give.');
  return subject;
}

/** An actor by the `roles` and `places` that the issuer says. What Kinga's own issuer does not say is no limit; what another does not say holds nothing. */
export const claimedActor: ActorFor = async (platform, { subject, issuer, claims }) => {
  const missing = issuer.startsWith(OWN_ISSUERS) ? null : [];
  const codes = (name: string): readonly string[] | null => (claims[name] === '*' ? null : textsOf(claims[name]) ?? missing);
  return platform.actorOf({ id: subject, roles: textsOf(claims['roles']) ?? [], places: codes('places'), organisations: codes('organisations'), programmes: codes('programmes') });
};

const OWN_ISSUERS = 'urn:kinga:';

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && item.isWellFormed() && !item.includes('\0'))) return value as readonly string[];
  throw unauthenticated('The token says roles or places in a form that Kinga does not know.');
}

/** The actor as this sign-in lets them act: with the permissions of its scopes only, as long as it lasts. */
export function actingBy(actor: Actor, { session, scopes, presence }: Identity): Actor {
  return {
    ...(scopes ? limitedTo(actor, scopes) : actor),
    ...(session && { session }),
    ...(presence && { presence }),
  };
}
