import { definePermissions } from '../../kernel/access/permissions.js';

export const userPermissions = definePermissions({
  'access.users.read': 'See who is known here as a user',
  'access.users.manage': 'Add users, block them and let them act again',
});
