import { defineEvent } from '../kernel/events/define-event.js';

/** Who is told what was changed. Ids are UUIDs. */
export const endpointChanged = defineEvent<{ readonly id: string }>('webhooks.endpoint-changed', 'Who is told what happens was changed');
