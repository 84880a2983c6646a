import { definePermissions } from '../../kernel/access/permissions.js';

export const personPermissions = definePermissions({
  'people.persons.read': 'See persons',
  'people.persons.register': 'Register persons',
});
