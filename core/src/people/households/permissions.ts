import { definePermissions } from '../../kernel/access/permissions.js';

export const householdPermissions = definePermissions({
  'people.households.read': 'See households and who belongs to them',
  'people.households.register': 'Register households, and say who belongs to them',
  'people.households.restructure': 'Split, merge and move households',
});
