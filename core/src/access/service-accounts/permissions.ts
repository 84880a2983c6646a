import { definePermissions } from '../../kernel/access/permissions.js';

export const serviceAccountPermissions = definePermissions({
  'access.service-accounts.read': 'See service accounts',
  'access.service-accounts.manage': 'Register and close service accounts and give them secrets: whoever holds a secret acts as the account',
});
