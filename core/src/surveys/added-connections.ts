import { Resolver } from 'type-graphql';
import { Connection } from '../kernel/schema/resource.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { Response } from './response.js';

@Resolver(() => Person)
export class PersonResponses {
  @Connection(() => Response, { mappedBy: 'person', permission: 'surveys.responses.read', description: 'What the person answered when asked as a person.' })
  responses!: unknown;
}

@Resolver(() => Household)
export class HouseholdResponses {
  @Connection(() => Response, { mappedBy: 'household', permission: 'surveys.responses.read', description: 'What the household answered.' })
  responses!: unknown;
}
