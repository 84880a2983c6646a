import { unauthenticated } from '../../kernel/faults.js';
import type { Identity, VerifyToken } from '../../kernel/access/identity.js';
import { presenceKey } from '../../kernel/access/presence.js';
import type { Platform } from '../../kernel/platform.js';
import type { NewSession } from './start-session.js';
import { hashOf } from './session-token.js';

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

interface SessionRow {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly scopes: readonly string[] | null;
  readonly since: string;
  readonly expires: Date;
}

/**
 * Finds who holds a session by its token. A session is looked up once a minute and process, which also notes that it is
 * used; that it was ended meanwhile is found by each statement (`kernel.require_presence`), so nothing waits for the minute.
 */
export function sessionFinder(platform: Platform, kind: NewSession['kind']): VerifyToken {
  const known = new Map<string, { readonly identity: Identity; readonly until: number }>();
  return async (token) => {
    const hash = hashOf(token);
    const name = hash.toString('base64');
    const now = platform.now();
    const found = known.get(name);
    if (found && now < found.until) return found.identity;
    known.delete(name);
    const row = await touch(platform, kind, hash, new Date(now));
    if (!row) throw unauthenticated('Your session has ended; sign in again.');
    const identity = toIdentity(row);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(name, { identity, until: Math.min(now + REMEMBERED_MS, row.expires.getTime()) });
    return identity;
  };
}

async function touch(platform: Platform, kind: NewSession['kind'], hash: Buffer, now: Date): Promise<SessionRow | undefined> {
  const { rows } = await platform.pool.query<SessionRow>(
    `update access.session set seen_at = greatest(seen_at, $2)
     where token_hash = $1 and kind = $3 and ended_at is null and expires_at > $2 and seen_at > $2::timestamptz - make_interval(mins => idle_minutes)
     returning id, issuer, subject, claims, scopes, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since, expires_at as expires`,
    [hash, now, kind],
  );
  return rows[0];
}

function toIdentity({ id, issuer, subject, claims, scopes, since }: SessionRow): Identity {
  return {
    issuer, subject, claims, session: id,
    ...(scopes && { scopes }),
    presence: { keys: [presenceKey('session', id), presenceKey('user', issuer, subject), presenceKey('user', subject)], since },
  };
}
