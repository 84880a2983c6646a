import { Resolver } from 'type-graphql';
import { Connection } from '../../kernel/schema/resource.js';
import { Household } from '../../people/households/household.js';
import { Person } from '../../people/persons/person.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Decision } from './decision.js';

@Resolver(() => Person)
export class PersonDecisions {
  @Connection(() => Decision, { mappedBy: 'person', permission: 'programmes.decisions.read', description: 'What programmes decided on the person.' })
  decisions!: unknown;
}

@Resolver(() => Household)
export class HouseholdDecisions {
  @Connection(() => Decision, { mappedBy: 'household', permission: 'programmes.decisions.read', description: 'What programmes decided on the household.' })
  decisions!: unknown;
}

@Resolver(() => Enrolment)
export class EnrolmentDecisions {
  @Connection(() => Decision, { mappedBy: 'enrolment', permission: 'programmes.decisions.read', description: 'What was decided on it.' })
  decisions!: unknown;
}
