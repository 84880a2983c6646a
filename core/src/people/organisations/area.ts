import type { Area } from '../area.js';
import { AccountsOfOrganisation, OrganisationAccountNumber } from './accounts/account-number.js';
import { ChangeOrganisationAccounts } from './accounts/change-accounts.js';
import { OrganisationAccount } from './accounts/organisation-account.js';
import { ChangeOrganisationContacts } from './change-contacts.js';
import { ChangeOrganisationIdentifiers } from './change-identifiers.js';
import { ChangeOrganisationPlaces } from './change-places.js';
import { ChangeOrganisationRoles } from './change-roles.js';
import { OrganisationContact } from './contact.js';
import { organisationClosed, organisationReopened, organisationRoleChanged, organisationsRegistered, organisationUpdated } from './events.js';
import { OrganisationIdentifier } from './identifier.js';
import { organisationIdentifierTypes, organisationRoles, ownKinds } from './kinds.js';
import { ListOrganisationKinds } from './list-kinds.js';
import { OpenAndCloseOrganisation } from './open-close.js';
import { OrganisationPlace } from './organisation-place.js';
import { Organisation } from './organisation.js';
import { OrganisationPeriod } from './period.js';
import { organisationPermissions } from './permissions.js';
import { RegisterOrganisation } from './register-organisations.js';
import { OrganisationRole } from './role.js';
import { organisationDirectory } from './scope-directory.js';
import { UpdateOrganisation } from './update-organisation.js';

export const organisations: Area = {
  entities: [Organisation, OrganisationRole, OrganisationIdentifier, OrganisationContact, OrganisationPlace, OrganisationPeriod, OrganisationAccount],
  resolvers: [
    RegisterOrganisation, UpdateOrganisation, ChangeOrganisationRoles, ChangeOrganisationIdentifiers, ChangeOrganisationContacts, ChangeOrganisationPlaces,
    OpenAndCloseOrganisation, ListOrganisationKinds, ChangeOrganisationAccounts, OrganisationAccountNumber, AccountsOfOrganisation,
  ],
  permissions: organisationPermissions,
  events: [organisationsRegistered, organisationUpdated, organisationRoleChanged, organisationClosed, organisationReopened],
  offers: [organisationRoles, organisationIdentifierTypes],
  contributes: [...ownKinds, organisationDirectory],
};
