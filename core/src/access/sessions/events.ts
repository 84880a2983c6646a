import { defineEvent } from '../../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export interface SessionEvent {
  readonly id: string;
  readonly kind: 'BROWSER' | 'SERVICE';
  readonly issuer: string;
  readonly subject: string;
}

export const sessionStarted = defineEvent<SessionEvent>('access.session-started', 'Somebody signed in');
export const sessionEnded = defineEvent<SessionEvent>('access.session-ended', 'A session was ended before its time');
export const userSessionsEnded = defineEvent<{ readonly subject: string; readonly issuer: string | null }>('access.user-sessions-ended', 'All sessions and tokens of a user were ended');
