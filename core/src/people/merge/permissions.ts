import { definePermissions } from '../../kernel/access/permissions.js';

export const mergePermissions = definePermissions({
  'people.persons.merge': 'Say that two persons are one, and take it back; see the record of it',
});
