import { definePermissions } from '../../kernel/access/permissions.js';

export const userPermissions = definePermissions({
  'access.users.read': 'See who may sign in',
});
