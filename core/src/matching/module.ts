import pkg from '../../package.json' with { type: 'json' };
import { defineRole } from '../kernel/access/permissions.js';
import { defineModule } from '../kernel/module/define-module.js';
import { together } from '../people/area.js';
import { duplicates } from './duplicates/area.js';
import { matchingSettings } from './duplicates/settings.js';
import { search } from './search/area.js';
import { matchingTables, matchingUnguarded } from './tables.js';

export const matching = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'matching', requires: { kernel: `^${pkg.version}`, people: `^${pkg.version}` } } },
  {
    description: 'Finds persons by what is known of them, however it is spelt, and persons who may be the same',
    ...together([search, duplicates]),
    roles: [
      defineRole('duplicates-examiner', 'Finds persons who may be the same, and decides whether they are', [
        'matching.duplicates.read', 'matching.duplicates.find', 'matching.duplicates.decide', 'matching.search.manage', 'people.persons.read', 'people.persons.merge', 'people.households.read', 'people.places.read', 'kernel.jobs.read',
      ]),
    ],
    settings: matchingSettings,
    tables: matchingTables,
    unguarded: matchingUnguarded,
    migrations: new URL('../../migrations/matching/', import.meta.url),
    locales: new URL('../../locales/matching/', import.meta.url),
  },
);
