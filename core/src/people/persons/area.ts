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
import { AccountNumber } from './accounts/account-number.js';
import { ChangeAccounts } from './accounts/change-accounts.js';
import { ChangeAddresses } from './addresses/change-addresses.js';
import { corePurposes, Purposes } from './consents/purpose.js';
import { ConsentFiles, RecordConsent } from './consents/record-consent.js';
import { ChangeContacts } from './contacts/change-contacts.js';
import { AssessDisability } from './disability/assess-disability.js';
import { erasedPersons } from './erased-persons.js';
import { detailEvents, personsRegistered, personUpdated } from './events.js';
import { ChangeIdentifiers } from './identifiers/change-identifiers.js';
import { FindByIdentifier } from './identifiers/find-by-identifier.js';
import { IdentifierFields } from './identifiers/identifier-fields.js';
import { identifierTypes, nationalNumber } from './identifiers/identifier-type.js';
import { IdentifierTypes } from './identifiers/list-types.js';
import { ChangeNames } from './names/change-names.js';
import { ChangeRelationships } from './relationships/change-relationships.js';
import { personPermissions } from './permissions.js';
import { Person } from './person.js';
import { RegisterPersons } from './register-persons.js';
import { rekey } from './rekey/rekey-job.js';
import { RekeySecrets } from './rekey/rekey-secrets.js';
import { MaskedCategories } from './reveals/list-categories.js';
import { maskedInPeople } from './reveals/masked-categories.js';
import { RevealPerson } from './reveals/reveal-person.js';
import { Reveal } from './reveals/reveal.js';
import { UpdatePerson } from './update-person.js';

export const persons: Area = {
  entities: [Person, PersonName, Identifier, ContactPoint, Address, PaymentAccount, PaymentAccountCheck, Relationship, Consent, Disability, Reveal],
  resolvers: [
    RegisterPersons, UpdatePerson, ChangeNames, ChangeIdentifiers, IdentifierFields, IdentifierTypes, FindByIdentifier, ChangeContacts, ChangeAddresses, ChangeAccounts, AccountNumber,
    ChangeRelationships, RecordConsent, ConsentFiles, Purposes, AssessDisability, RevealPerson, MaskedCategories, RekeySecrets,
  ],
  permissions: personPermissions,
  events: [personsRegistered, personUpdated, ...detailEvents],
  jobs: [rekey],
  offers: [identifierTypes],
  contributes: [erasedPersons, nationalNumber, ...corePurposes, ...maskedInPeople],
};
