import { defineEvent } from '../../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. No event carries a number, a name or an answer: who needs it reads it. */
export const personsRegistered = defineEvent<{ readonly ids: readonly string[] }>('people.persons-registered', 'Persons were registered');
/** A person was changed; `fields` names what. */
export const personUpdated = defineEvent<{ readonly id: string; readonly fields: readonly string[] }>('people.person-updated', 'A person was changed');

/** A row that hangs on a person. */
export interface DetailEvent {
  readonly id: string;
  readonly person: string;
}

export const nameAdded = defineEvent<DetailEvent>('people.name-added', 'A further name of a person was recorded');
export const nameEnded = defineEvent<DetailEvent>('people.name-ended', 'A further name of a person no longer holds');
export const identifierAdded = defineEvent<DetailEvent>('people.identifier-added', 'An identifier of a person was recorded');
export const identifierVerified = defineEvent<DetailEvent>('people.identifier-verified', 'An identifier of a person was checked');
export const identifierEnded = defineEvent<DetailEvent>('people.identifier-ended', "An identifier is no longer the person's");
export const contactAdded = defineEvent<DetailEvent>('people.contact-added', 'A telephone number or email address of a person was recorded');
export const contactVerified = defineEvent<DetailEvent>('people.contact-verified', 'A telephone number or email address of a person was checked');
export const contactPreferred = defineEvent<DetailEvent>('people.contact-preferred', 'A telephone number or email address became the one to use');
export const contactEnded = defineEvent<DetailEvent>('people.contact-ended', 'A telephone number or email address of a person no longer holds');
export const addressAdded = defineEvent<DetailEvent>('people.address-added', 'An address of a person was recorded');
export const addressEnded = defineEvent<DetailEvent>('people.address-ended', 'An address of a person no longer holds');
export const accountAdded = defineEvent<DetailEvent>('people.payment-account-added', 'A payment account of a person was recorded');
export const accountVerified = defineEvent<DetailEvent>('people.payment-account-verified', 'A payment account of a person was checked');
export const accountPreferred = defineEvent<DetailEvent>('people.payment-account-preferred', 'A payment account became the one to pay to');
export const accountEnded = defineEvent<DetailEvent>('people.payment-account-ended', 'A payment account of a person no longer holds');
/** `other` is what `kind` says to `person`; a marriage is said once. */
export const relationshipStarted = defineEvent<DetailEvent & { readonly kind: string; readonly other: string }>('people.relationship-started', 'Somebody became parent, spouse, guardian or alternate payee of a person');
export const relationshipEnded = defineEvent<DetailEvent & { readonly kind: string; readonly other: string }>('people.relationship-ended', 'A relationship of a person ended');
export const consentRecorded = defineEvent<DetailEvent & { readonly purpose: string }>('people.consent-recorded', "A decision about a use of a person's data was recorded");
export const disabilityAssessed = defineEvent<DetailEvent>('people.disability-assessed', 'The functioning of a person was assessed');
/** Masked fields of a person were opened to somebody; `categories` names which. The reason is in the record. */
export const personRevealed = defineEvent<DetailEvent & { readonly categories: readonly string[] }>('people.person-revealed', 'Masked fields of a person were opened with a reason');

export const detailEvents = [
  nameAdded, nameEnded, identifierAdded, identifierVerified, identifierEnded, contactAdded, contactVerified, contactPreferred, contactEnded, addressAdded, addressEnded,
  accountAdded, accountVerified, accountPreferred, accountEnded, relationshipStarted, relationshipEnded, consentRecorded, disabilityAssessed, personRevealed,
];
