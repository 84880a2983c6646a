import { definePermissions } from '../../kernel/access/permissions.js';

export const searchPermissions = definePermissions({
  'matching.search.manage': 'Change how names are compared by their sound',
});
