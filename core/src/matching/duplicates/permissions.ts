import { definePermissions } from '../../kernel/access/permissions.js';

export const duplicatePermissions = definePermissions({
  'matching.duplicates.read': 'See persons who may be the same',
  'matching.duplicates.find': 'Search the registry for persons who may be the same',
  'matching.duplicates.decide': 'Decide whether two persons are the same',
});
