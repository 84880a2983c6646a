import { defineEvent } from '../../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export interface DocumentEvent {
  readonly id: string;
  readonly personId: string;
  readonly kind: string;
}

export const documentAdded = defineEvent<DocumentEvent>('people.document-added', 'A paper of a person was added');
export const documentRemoved = defineEvent<DocumentEvent>('people.document-removed', 'A paper of a person was removed');
