import { recipients } from '../../kernel/privacy/register/extension-points.js';
import type { Area } from '../../people/area.js';
import { CancelExport } from './cancel-export.js';
import { exportCancelled, exportMade, exportStarted } from './events.js';
import { clearExportPolicy } from './clear-policy.js';
import { expireClear } from './expire-clear.js';
import { exportChecks } from './export-checks.js';
import { Export } from './export.js';
import { makeExport } from './make-export.js';
import { exportPermissions } from './permissions.js';
import { StartExport } from './start-export.js';

export const exports: Area = {
  entities: [Export],
  resolvers: [StartExport, CancelExport],
  permissions: exportPermissions,
  events: [exportStarted, exportMade, exportCancelled],
  jobs: [makeExport],
  offers: [exportChecks],
  contributes: [recipients.contribute('exchange.exports', { description: 'files that users with exchange.exports.make export: masked, but where somebody else approved that they are in clear' }), clearExportPolicy, expireClear],
};
