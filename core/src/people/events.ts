import { defineEvent } from '../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export const personsRegistered = defineEvent<{ readonly ids: readonly string[] }>('people.persons-registered', 'Persons were registered');
/** A person was changed; `fields` names what. */
export const personUpdated = defineEvent<{ readonly id: string; readonly fields: readonly string[] }>('people.person-updated', 'A person was changed');
/** A household was registered with its members. */
export const householdRegistered = defineEvent<{ readonly id: string }>('people.household-registered', 'A household was registered with its members');
/** Who belongs to a household changed; `persons` are those concerned. */
export const membersChanged = defineEvent<{ readonly household: string; readonly persons: readonly string[] }>('people.members-changed', 'Who belongs to a household changed');
