import { definePermissions } from '../../kernel/access/permissions.js';

export const groupPermissions = definePermissions({
  'people.groups.read': 'See groups and who belongs to them',
  'people.groups.manage': 'Register and close groups, and say who belongs to them',
});
