import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { together } from '../people/area.js';
import { exports } from './exports/area.js';
import { exportRoles } from './exports/permissions.js';
import { imports } from './imports/area.js';
import { importRoles } from './imports/permissions.js';
import { exchangeTables, exchangeUnguarded } from './tables.js';

export const exchange = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'exchange', requires: { kernel: `^${pkg.version}`, people: `^${pkg.version}`, 'change-requests': `^${pkg.version}` } } },
  {
    description: 'Files that come in and go out: imports and exports',
    ...together([imports, exports]),
    roles: [...exportRoles, ...importRoles],
    tables: exchangeTables,
    unguarded: exchangeUnguarded,
    migrations: new URL('../../migrations/exchange/', import.meta.url),
    locales: new URL('../../locales/exchange/', import.meta.url),
  },
);
