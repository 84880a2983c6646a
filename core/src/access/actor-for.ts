import type { Actor } from '../kernel/access/actor.js';
import { actorWith, type HeldGrant } from '../kernel/access/held-grants.js';
import { actingBy, claimedActor, SERVICE, type ActorFor, type Identity } from '../kernel/access/identity.js';
import { scopeOf, type Scope } from '../kernel/access/scope.js';
import { forbiddenFault } from '../kernel/faults.js';
import type { Platform } from '../kernel/platform.js';

/** How long a process goes by what it knows of a user without asking; the database says at each use whether it still holds. */
const KNOWN_MS = 60_000;
const MOST_KNOWN = 10_000;

interface UserRow {
  readonly id: string;
  readonly state: 'ACTIVE' | 'BLOCKED';
  readonly epoch: string;
  readonly grants: readonly (Scope & { readonly id: string; readonly role: string; readonly permissions: readonly string[] })[];
}

interface Known {
  readonly user: UserRow;
  readonly until: number;
}

const known = new WeakMap<Platform, Map<string, Known>>();

/**
 * Who somebody is on this platform: what their grants say that hold today. Nobody who was granted nothing may do anything but
 * what is open to everybody.
 *
 * @param believed whether the roles and places that an issuer says of its users are taken for what they may, beside no grants
 * @throws GraphQLError FORBIDDEN where the user is blocked
 */
export function actorsByGrants(believed: (identity: Identity) => boolean = () => false): ActorFor {
  const actorFor: ActorFor = async (platform, identity) => {
    const { user, forget } = await userOf(platform, identity);
    const renew = async (): Promise<Actor> => {
      forget();
      return actingBy(await actorFor(platform, identity), identity);
    };
    if (user?.state === 'BLOCKED') throw forbiddenFault('You are blocked here; ask the administration why.');
    const standing = user && { user: user.id, epoch: user.epoch, forget, renew };
    if (believed(identity)) return { ...(await claimedActor(platform, identity)), ...(standing && { standing }) };
    const kind: Actor['kind'] = identity.subject.startsWith(SERVICE) ? 'service' : 'user';
    return actorWith({ id: identity.subject, kind, ...(standing && { standing }) }, (user?.grants ?? []).map(toGrant));
  };
  return actorFor;
}

export function toGrant({ id, role, permissions, places, organisations, programmes }: UserRow['grants'][number]): HeldGrant {
  return { id, role, permissions: new Set(permissions), scope: scopeOf({ places, organisations, programmes }) };
}

/** In SQL, what the user `u` holds on a day that a parameter says. */
export const grantsToday = (day: string): string => `(
        select coalesce(json_agg(json_build_object('id', g.id, 'role', r.name, 'places', g.places, 'organisations', g.organisations, 'programmes', g.programmes,
            'permissions', array(select p.permission from access.role_permission p where p.role_id = r.id)) order by g.id), '[]')
        from access.grant g join access.role r on r.id = g.role_id
        where g.user_id = u.id and g.valid_from <= ${day} and (g.valid_to is null or g.valid_to > ${day}))`;

async function userOf(platform: Platform, { issuer, subject }: Identity): Promise<{ readonly user: UserRow | undefined; readonly forget: () => void }> {
  const users = known.get(platform) ?? new Map<string, Known>();
  known.set(platform, users);
  const { today } = platform.context({ actor: platform.system() });
  const name = JSON.stringify([issuer, subject, today]);
  const forget = (): void => void users.delete(name);
  const found = users.get(name);
  if (found && platform.now() < found.until) return { user: found.user, forget };
  const user = await readUser(platform, issuer, subject, today);
  if (users.size >= MOST_KNOWN) users.clear();
  // Who is not known yet has no count that would tell when they are.
  if (user) users.set(name, { user, until: platform.now() + KNOWN_MS });
  return { user, forget };
}

async function readUser(platform: Platform, issuer: string, subject: string, today: string): Promise<UserRow | undefined> {
  const { rows } = await platform.pool.query<UserRow>({
    name: 'access.user',
    text: `
      select u.id, u.state, s.epoch::text, ${grantsToday('$3')} as grants
      from access."user" u join access.standing s on s.user_id = u.id where u.issuer = $1 and u.subject = $2`,
    values: [issuer, subject, today],
  });
  return rows[0];
}
