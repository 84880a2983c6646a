import { defineEvent } from '../../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export const personsRegistered = defineEvent<{ readonly ids: readonly string[] }>('people.persons-registered', 'Persons were registered');
/** A person was changed; `fields` names what. */
export const personUpdated = defineEvent<{ readonly id: string; readonly fields: readonly string[] }>('people.person-updated', 'A person was changed');
