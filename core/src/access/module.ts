import pkg from '../../package.json' with { type: 'json' };
import { defineRole } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { together } from '../kernel/module/area.js';
import { grants } from './grants/area.js';
import { roles } from './roles/area.js';
import { separations } from './separations/area.js';
import { serviceAccounts } from './service-accounts/area.js';
import { sessions } from './sessions/area.js';
import { accessSettings } from './settings.js';
import { users } from './users/area.js';

export const access = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'access', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Who signs in, by what, and what they may do',
    ...together([users, roles, grants, separations, sessions, serviceAccounts]),
    roles: [
      defineRole('access-administrator', 'Adds users, defines roles, grants what it may hand on; sees no personal data', [
        'access.users.read', 'access.users.manage', 'access.roles.read', 'access.roles.manage', 'access.grants.read', 'access.grants.give',
      ]),
      defineRole('security-officer', 'Sees who is signed in, ends sessions, keeps service accounts; sees no personal data', [
        'access.sessions.read', 'access.sessions.end', 'access.service-accounts.read', 'access.service-accounts.manage', 'access.users.read',
      ]),
    ],
    settings: accessSettings,
    tables: {
      'access.used_assertion': { description: 'Which assertions service accounts have shown, as digests, so that nobody shows one again', sensitivity: 'internal', purpose: 'administration' },
      'access.standing': { description: 'Counts the changes to what each user may', sensitivity: 'internal', purpose: 'administration' },
    },
    migrations: new URL('../../migrations/access/', import.meta.url),
    locales: new URL('../../locales/access/', import.meta.url),
  },
);
