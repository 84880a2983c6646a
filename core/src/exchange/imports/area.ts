import type { Area } from '../../people/area.js';
import { ImportMapping, ImportMappingColumns } from './mapping.js';
import { importPermissions } from './permissions.js';
import { SaveImportMapping } from './save-mapping.js';

export const imports: Area = {
  entities: [ImportMapping],
  resolvers: [SaveImportMapping, ImportMappingColumns],
  permissions: importPermissions,
};
