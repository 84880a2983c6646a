import { definePermissions } from '../../kernel/access/permissions.js';

export const personPermissions = definePermissions({
  'people.persons.read': 'See persons',
  'people.persons.register': 'Register persons',
  'people.identifiers.read': 'See which identifiers persons have, secret numbers masked',
  'people.identifiers.reveal': 'See secret numbers whole',
  'people.identifiers.verify': 'Say whether an identifier was found to be right',
  'people.payment-accounts.read': 'See where persons are paid, account numbers masked',
  'people.payment-accounts.register': 'Say where persons are paid',
  'people.payment-accounts.reveal': 'See account numbers whole',
  'people.payment-accounts.verify': "Say whether an account was found to be the person's",
  'people.secrets.rekey': 'Renew what older keys sealed',
  'people.disability.read': 'See assessments of functioning',
  'people.disability.assess': 'Record assessments of functioning',
});
