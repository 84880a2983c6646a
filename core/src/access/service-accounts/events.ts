import { defineEvent } from '../../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
export interface ServiceAccountEvent {
  readonly id: string;
  readonly code: string;
}

export const serviceAccountRegistered = defineEvent<ServiceAccountEvent>('access.service-account-registered', 'A service account was registered');
export const serviceAccountSecretRenewed = defineEvent<ServiceAccountEvent>('access.service-account-secret-renewed', 'A service account got a new secret');
export const serviceAccountKeyAdded = defineEvent<ServiceAccountEvent>('access.service-account-key-added', 'A service account got a public key');
export const serviceAccountKeyEnded = defineEvent<ServiceAccountEvent>('access.service-account-key-ended', 'A public key of a service account was ended');
export const serviceAccountClosed = defineEvent<ServiceAccountEvent>('access.service-account-closed', 'A service account was closed');
