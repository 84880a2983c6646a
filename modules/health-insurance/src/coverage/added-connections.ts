import { Connection, Household, Person, Resolver } from '@kinga/plugin-sdk';
import { Policy } from '../policies/policy.js';
import { Coverage } from './coverage.js';

@Resolver(() => Person)
export class PersonCoverage {
  @Connection(() => Coverage, { mappedBy: 'person', permission: 'health-insurance.policies.read', description: 'By which policies the person is or was covered.' })
  coverage!: unknown;
}

@Resolver(() => Household)
export class HouseholdPolicies {
  @Connection(() => Policy, { mappedBy: 'household', permission: 'health-insurance.policies.read', description: 'Its insurance policies.' })
  policies!: unknown;
}
