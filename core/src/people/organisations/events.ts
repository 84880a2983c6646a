import { defineEvent } from '../../kernel/events/define-event.js';

/** Organisations were registered. Ids are UUIDs, as in the database. */
export const organisationsRegistered = defineEvent<{ readonly ids: readonly string[] }>('people.organisations-registered', 'Organisations were registered');
/** An organisation was changed; `fields` names what. */
export const organisationUpdated = defineEvent<{ readonly id: string; readonly fields: readonly string[] }>('people.organisation-updated', 'An organisation was changed');
/** An organisation became something, or ceased to be it (`to`). */
export const organisationRoleChanged = defineEvent<{ readonly id: string; readonly role: string; readonly from: string; readonly to: string | null }>(
  'people.organisation-role-changed', 'An organisation became something, or ceased to be it');
/** An organisation closed on a day. */
export const organisationClosed = defineEvent<{ readonly id: string; readonly on: string }>('people.organisation-closed', 'An organisation closed');
/** An organisation that was closed opened again on a day. */
export const organisationReopened = defineEvent<{ readonly id: string; readonly on: string }>('people.organisation-reopened', 'An organisation opened again');
