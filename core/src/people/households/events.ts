import { defineEvent } from '../../kernel/events/define-event.js';

/** A household was registered with its members. */
export const householdRegistered = defineEvent<{ readonly id: string }>('people.household-registered', 'A household was registered with its members');
/** Who belongs to a household changed from the day `on`; `persons` are those concerned. Said of each household whose members change, whatever changes them. */
export const membersChanged = defineEvent<{ readonly household: string; readonly persons: readonly string[]; readonly on: string }>('people.members-changed', 'Who belongs to a household changed');
/** Members left a household together for a new one. */
export const householdSplit = defineEvent<{ readonly household: string; readonly from: string; readonly persons: readonly string[]; readonly on: string }>(
  'people.household-split', 'Members left a household together for a new one');
/** All members of a household came into another; theirs is closed. */
export const householdsMerged = defineEvent<{ readonly household: string; readonly closed: string; readonly persons: readonly string[]; readonly on: string }>(
  'people.households-merged', 'All members of a household came into another');
/** A household went to live in another place; `place` and `from` are places. */
export const householdMoved = defineEvent<{ readonly household: string; readonly place: string; readonly from: string; readonly persons: readonly string[]; readonly on: string }>(
  'people.household-moved', 'A household went to live in another place');
