import type { Area } from '../area.js';
import { PaymentAccount } from './accounts/payment-account.js';
import { PaymentAccountCheck } from './accounts/payment-account-check.js';
import { Address } from './addresses/address.js';
import { Consent } from './consents/consent.js';
import { ContactPoint } from './contacts/contact-point.js';
import { Disability } from './disability/disability.js';
import { Identifier } from './identifiers/identifier.js';
import { PersonName } from './names/person-name.js';
import { Relationship } from './relationships/relationship.js';
import { personsRegistered, personUpdated } from './events.js';
import { personPermissions } from './permissions.js';
import { Person } from './person.js';
import { RegisterPersons } from './register-persons.js';
import { UpdatePerson } from './update-person.js';

export const persons: Area = {
  entities: [Person, PersonName, Identifier, ContactPoint, Address, PaymentAccount, PaymentAccountCheck, Relationship, Consent, Disability],
  resolvers: [RegisterPersons, UpdatePerson],
  permissions: personPermissions,
  events: [personsRegistered, personUpdated],
};
