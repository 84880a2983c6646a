import { defineRole, defineSeparation } from '../../../kernel/access/permissions.js';

/** Who sees what is masked, and who looks after that: roles that nobody has together. */
export const privacyRoles = [
  defineRole('disability-assessor', 'Assesses functioning, and sees the answers at any time', ['people.persons.read', 'people.places.read', 'people.disability.read', 'people.disability.assess', 'people.disability.clear']),
  defineRole('case-examiner', 'Opens masked fields of a person with a reason, for a short time', [
    'people.persons.read', 'people.places.read', 'people.persons.reveal', 'people.disability.read', 'people.disability.reveal', 'people.identifiers.read', 'people.identifiers.reveal',
    'people.payment-accounts.read', 'people.payment-accounts.reveal',
  ]),
  defineRole('numbers-clerk', 'Sees secret numbers whole at any time, where that is the daily work', [
    'people.persons.read', 'people.places.read', 'people.identifiers.read', 'people.identifiers.clear', 'people.payment-accounts.read', 'people.payment-accounts.clear',
  ]),
  defineRole('privacy-controller', 'Sees who opened masked fields of whom and why, and what is kept of whom; opens none', ['people.persons.read', 'people.reveals.read', 'kernel.processing-register.read']),
];

const CLEAR = ['people.disability.clear', 'people.identifiers.clear', 'people.payment-accounts.clear'];

export const privacySeparations = [
  defineSeparation('people.reveals', 'Who sees what is masked does not look after who saw it', ['people.persons.reveal', ...CLEAR], ['people.reveals.read']),
  defineSeparation('people.masked-at-any-time', 'Who sees one kind of masked fields at any time does not open others by giving reasons', CLEAR, ['people.persons.reveal']),
];
