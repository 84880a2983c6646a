import { purges } from '../../kernel/purge/purges.js';
import type { Area } from '../../kernel/module/area.js';
import { sessionEnded, sessionStarted, userSessionsEnded } from './events.js';
import { WhoAmI } from './me.js';
import { MySessions } from './my-sessions.js';
import { sessionPermissions } from './permissions.js';
import { EndSession } from './session-end.js';
import { Session } from './session.js';
import { EndUserSessions } from './user-sessions-end.js';

export const sessions: Area = {
  entities: [Session],
  resolvers: [WhoAmI, MySessions, EndSession, EndUserSessions],
  permissions: sessionPermissions,
  events: [sessionStarted, sessionEnded, userSessionsEnded],
  contributes: [
    // The audit tells by which session somebody wrote; whose it was stands beside.
    purges.contribute('access.sessions', { table: 'access.session', where: "coalesce(t.ended_at, least(t.expires_at, t.seen_at + make_interval(mins => t.idle_minutes))) < $1::timestamptz - interval '90 days'" }),
  ],
};
