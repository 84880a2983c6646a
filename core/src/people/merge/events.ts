import { defineEvent } from '../../kernel/events/define-event.js';

/** Two persons were found to be one, and what may move has moved. Handlers in the transaction change rows by `changeInMerge`, so that it can be taken back. */
export const personsMerged = defineEvent<{ readonly merge: string; readonly survivor: string; readonly merged: string }>('people.persons-merged', 'Two persons were found to be one');
/** A merge was taken back: both persons are as they were, but for what happened meanwhile. */
export const personsUnmerged = defineEvent<{ readonly merge: string; readonly survivor: string; readonly merged: string }>('people.persons-unmerged', 'Two persons were found to be two after all');
