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
};
