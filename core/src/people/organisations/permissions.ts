import { definePermissions } from '../../kernel/access/permissions.js';

export const organisationPermissions = definePermissions({
  'people.organisations.read': 'See organisations',
  'people.organisations.manage': 'Register and change organisations',
  'people.organisation-accounts.read': 'See where organisations are paid, account numbers masked',
  'people.organisation-accounts.register': 'Say where organisations are paid',
  'people.organisation-accounts.verify': "Say whether an account that somebody else recorded was found to be the organisation's",
  'people.organisation-accounts.clear': 'See account numbers of organisations whole',
});
