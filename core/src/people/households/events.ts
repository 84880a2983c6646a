import { defineEvent } from '../../kernel/events/define-event.js';

/** A household was registered with its members. */
export const householdRegistered = defineEvent<{ readonly id: string }>('people.household-registered', 'A household was registered with its members');
/** Who belongs to a household changed; `persons` are those concerned. */
export const membersChanged = defineEvent<{ readonly household: string; readonly persons: readonly string[] }>('people.members-changed', 'Who belongs to a household changed');
