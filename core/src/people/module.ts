import pkg from '../../package.json' with { type: 'json' };
import { defineModule } from '../kernel/module/define-module.js';
import { defineRole } from '../kernel/access/permissions.js';
import { householdRegistered, membersChanged, personsRegistered, personUpdated } from './events.js';
import { ChangeMembers } from './change-members.js';
import { Household } from './household.js';
import { Membership } from './membership.js';
import { peoplePermissions } from './permissions.js';
import { Person } from './person.js';
import { Place } from './place.js';
import { RegisterHousehold } from './register-household.js';
import { RegisterPersons } from './register-persons.js';
import { RegisterPlaces } from './register-places.js';
import { UpdatePerson } from './update-person.js';

export const people = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'people', requires: { kernel: `^${pkg.version}` } } },
  {
    description: 'Persons, households, who belongs to them, and places',
    entities: [Place, Household, Person, Membership],
    resolvers: [RegisterPlaces, RegisterPersons, RegisterHousehold, ChangeMembers, UpdatePerson],
    permissions: peoplePermissions,
    roles: [defineRole('registrar', 'Registers persons and households', ['people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read'])],
    events: [personsRegistered, personUpdated, householdRegistered, membersChanged],
    migrations: new URL('../../migrations/people/', import.meta.url),
    locales: new URL('../../locales/people/', import.meta.url),
  },
);
