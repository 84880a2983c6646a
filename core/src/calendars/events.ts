import { defineEvent } from '../kernel/events/define-event.js';

/** Time limits that were worked out by it before stay as they were. Ids are UUIDs. */
export const calendarChanged = defineEvent<{ readonly id: string }>('calendars.calendar-changed', 'A calendar was created, or says something else of some days');
