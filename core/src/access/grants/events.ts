import { defineEvent } from '../../kernel/events/define-event.js';

/** A grant as an event tells it. Ids are UUIDs, as in the database. */
export interface GrantEvent {
  readonly id: string;
  readonly userId: string;
  readonly role: string;
}

export const grantGiven = defineEvent<GrantEvent>('access.grant-given', 'A user was granted a role');
export const grantWasEnded = defineEvent<GrantEvent>('access.grant-ended', 'A grant was ended before its time');
