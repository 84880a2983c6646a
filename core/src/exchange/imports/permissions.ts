import { definePermissions } from '../../kernel/access/permissions.js';

export const importPermissions = definePermissions({
  'exchange.imports.run': 'Import persons and households from files, and undo imports',
});
