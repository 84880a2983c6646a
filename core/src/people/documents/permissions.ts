import { definePermissions } from '../../kernel/access/permissions.js';

export const documentPermissions = definePermissions({
  'people.documents.read': 'See papers of persons',
  'people.documents.add': 'Add and remove photos and papers of persons',
});
