import { defineEvent } from '../../kernel/events/define-event.js';

/** Somebody asked for a list as a file. Ids are UUIDs. */
export const exportStarted = defineEvent<{ readonly id: string }>('exchange.export-started', 'An export was asked for');
export const exportMade = defineEvent<{ readonly id: string; readonly fileId: string; readonly rows: number }>('exchange.export-made', 'An export is done');
export const exportCancelled = defineEvent<{ readonly id: string }>('exchange.export-cancelled', 'An export was cancelled');
