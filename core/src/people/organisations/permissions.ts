import { definePermissions } from '../../kernel/access/permissions.js';

export const organisationPermissions = definePermissions({
  'people.organisations.read': 'See organisations',
  'people.organisations.manage': 'Register and change organisations',
});
