import { defineEvent } from '../../kernel/events/define-event.js';

/** A user as an event tells them. Ids are UUIDs, as in the database. */
export interface UserEvent {
  readonly id: string;
}

export const userAdded = defineEvent<UserEvent>('access.user-added', 'A user became known here');
export const userBlocked = defineEvent<UserEvent>('access.user-blocked', 'A user may do nothing any more');
export const userUnblocked = defineEvent<UserEvent>('access.user-unblocked', 'A user may act again');
