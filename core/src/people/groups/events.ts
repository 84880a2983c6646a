import { defineEvent } from '../../kernel/events/define-event.js';

/** A group was registered. Ids are UUIDs, as in the database. */
export const groupRegistered = defineEvent<{ readonly id: string }>('people.group-registered', 'A group was registered');
/** Who belongs to a group changed from the day `on`; `persons` are those concerned. */
export const groupMembersChanged = defineEvent<{ readonly group: string; readonly persons: readonly string[]; readonly on: string }>('people.group-members-changed', 'Who belongs to a group changed');
/** A group ended, and with it all memberships. */
export const groupWasClosed = defineEvent<{ readonly group: string; readonly persons: readonly string[]; readonly on: string }>('people.group-closed', 'A group was closed');
