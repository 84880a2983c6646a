import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { Household } from './household.js';
import { Membership } from './membership.js';
import { peoplePermissions } from './permissions.js';
import { Person } from './person.js';
import { Place } from './place.js';

export const people = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'people', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Persons, households, who belongs to them, and places',
    entities: [Place, Household, Person, Membership],
    permissions: peoplePermissions,
    migrations: new URL('../../migrations/people/', import.meta.url),
    locales: new URL('../../locales/people/', import.meta.url),
  },
);
