import { definePermissions } from '../../kernel/access/permissions.js';

export const personPermissions = definePermissions({
  'people.persons.read': 'See persons',
  'people.persons.register': 'Register persons',
  'people.identifiers.read': 'See which identifiers persons have, secret numbers masked',
  'people.persons.reveal': 'Open masked fields of a person for a short time, with a reason that is recorded',
  'people.reveals.read': 'See who opened masked fields of whom, when and why',
  'people.identifiers.reveal': 'Open secret numbers with a reason',
  'people.identifiers.clear': 'See secret numbers whole at any time, where that is the daily work',
  'people.identifiers.verify': 'Say whether an identifier was found to be right',
  'people.payment-accounts.read': 'See where persons are paid, account numbers masked',
  'people.payment-accounts.register': 'Say where persons are paid',
  'people.payment-accounts.reveal': 'Open account numbers with a reason',
  'people.payment-accounts.clear': 'See account numbers whole at any time, where that is the daily work',
  'people.payment-accounts.verify': "Say whether an account was found to be the person's",
  'people.secrets.rekey': 'Renew what older keys sealed',
  'people.disability.read': 'See that assessments of functioning were made, answers masked',
  'people.disability.reveal': 'Open the answers to assessments of functioning with a reason',
  'people.disability.clear': 'See the answers to assessments of functioning at any time, and choose persons by them, where that is the daily work',
  'people.disability.assess': 'Record assessments of functioning',
});
