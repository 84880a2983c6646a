import { Resolver } from 'type-graphql';
import { Connection } from '../kernel/schema/resource.js';
import { Household } from '../people/households/household.js';
import { Organisation } from '../people/organisations/organisation.js';
import { Person } from '../people/persons/person.js';
import { Enrolment } from './enrolments/enrolment.js';
import { Entitlement } from './entitlement.js';

@Resolver(() => Person)
export class PersonEnrolments {
  @Connection(() => Enrolment, { mappedBy: 'person', permission: 'programmes.enrolments.read', description: 'Programmes that the person is or was enrolled in.' })
  enrolments!: unknown;

  @Connection(() => Entitlement, { mappedBy: 'payee', permission: 'programmes.entitlements.read', description: 'What is owed to the person as payee.' })
  entitlements!: unknown;
}

@Resolver(() => Household)
export class HouseholdEnrolments {
  @Connection(() => Enrolment, { mappedBy: 'household', permission: 'programmes.enrolments.read', description: 'Programmes that the household is or was enrolled in.' })
  enrolments!: unknown;
}

@Resolver(() => Organisation)
export class OrganisationEnrolments {
  @Connection(() => Enrolment, { mappedBy: 'organisation', permission: 'programmes.enrolments.read', description: 'Programmes that the organisation is or was enrolled in.' })
  enrolments!: unknown;
}
