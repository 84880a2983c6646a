import type { Area } from '../area.js';
import { personsRegistered, personUpdated } from './events.js';
import { personPermissions } from './permissions.js';
import { Person } from './person.js';
import { RegisterPersons } from './register-persons.js';
import { UpdatePerson } from './update-person.js';

export const persons: Area = {
  entities: [Person],
  resolvers: [RegisterPersons, UpdatePerson],
  permissions: personPermissions,
  events: [personsRegistered, personUpdated],
};
