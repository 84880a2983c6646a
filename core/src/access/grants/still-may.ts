import { stillHeld } from '../../kernel/access/held-grants.js';
import { scopeOf } from '../../kernel/access/scope.js';
import type { StillMay } from '../../kernel/jobs/still-may.js';
import { grantsToday, toGrant } from '../actor-for.js';

/** Whether the user of a job is not blocked and, where they started it by their grants, holds all of what they held then, there. */
export const userStillMay: StillMay = async (platform, { user: id, byGrants, permissions = [], ...scope }) => {
  const { today } = platform.context({ actor: platform.system() });
  const { rows: [user] } = await platform.pool.query<{ state: string; grants: Parameters<typeof toGrant>[0][] }>(
    { name: 'access.still-may', text: `select u.state, ${grantsToday('$2')} as grants from access."user" u where u.id = $1`, values: [id, today] });
  return user?.state === 'ACTIVE' && (!byGrants || stillHeld(user.grants.map(toGrant), permissions, scopeOf(scope)));
};
