import { definePermissions } from '../../kernel/access/permissions.js';

export const rolePermissions = definePermissions({
  'access.roles.read': 'See roles and what is to be separate',
  'access.roles.manage': 'Define and change roles, and say what is to be separate',
});
