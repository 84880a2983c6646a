import { definePermissions } from '../../kernel/access/permissions.js';

export const grantPermissions = definePermissions({
  'access.grants.read': 'See who may do what, where',
  'access.grants.give': 'Grant to others what one may hand on, and end grants',
});
