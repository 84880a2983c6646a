import type { Area } from '../../people/area.js';
import { householdsImported, importUndone } from './events.js';
import { Import } from './import.js';
import { ImportProblem, ImportProblemMessage } from './import-problem.js';
import { ImportMapping, ImportMappingColumns } from './mapping.js';
import { importPermissions } from './permissions.js';
import { runImport } from './run-import.js';
import { SaveImportMapping } from './save-mapping.js';
import { StartImport } from './start-import.js';
import { SteerImport } from './steer-import.js';

export const imports: Area = {
  entities: [ImportMapping, Import, ImportProblem],
  resolvers: [SaveImportMapping, ImportMappingColumns, StartImport, SteerImport, ImportProblemMessage],
  permissions: importPermissions,
  events: [householdsImported, importUndone],
  jobs: [runImport],
};
