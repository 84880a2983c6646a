import { defineEvent } from '../../kernel/events/define-event.js';

/** Households were registered by an import; their members are told by `people.persons-registered`. Ids are UUIDs. */
export const householdsImported = defineEvent<{ readonly import: string; readonly ids: readonly string[] }>('exchange.households-imported', 'Households were registered by an import');
/** What an import registered was taken away again. */
export const importUndone = defineEvent<{ readonly import: string; readonly persons: number; readonly households: number }>('exchange.import-undone', 'What an import registered was taken away again');
