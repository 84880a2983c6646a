import pkg from '../../package.json' with { type: 'json' };
import { defineRole } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { together } from '../kernel/module/area.js';
import { grants } from './grants/area.js';
import { roles } from './roles/area.js';
import { sessions } from './sessions/area.js';
import { accessSettings } from './settings.js';
import { users } from './users/area.js';

export const access = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'access', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Who signs in, by what, and what they may do',
    ...together([users, roles, grants, sessions]),
    roles: [defineRole('security-officer', 'Sees who is signed in, ends sessions, keeps service accounts; sees no personal data', ['access.sessions.read', 'access.sessions.end'])],
    settings: accessSettings,
    tables: {
      'access.separation': { description: 'What nobody may do together, as the modules say it', sensitivity: 'public', purpose: 'administration' },
      'access.standing': { description: 'How often what users may was changed', sensitivity: 'internal', purpose: 'administration' },
    },
    migrations: new URL('../../migrations/access/', import.meta.url),
    locales: new URL('../../locales/access/', import.meta.url),
  },
);
