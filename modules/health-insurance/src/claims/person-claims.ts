import { Connection, Person, Resolver } from '@kinga/plugin-sdk';
import { Claim } from './claim.js';

@Resolver(() => Person)
export class PersonClaims {
  @Connection(() => Claim, { mappedBy: 'person', permission: 'health-insurance.claims.read', description: 'What health facilities claimed for care of the person.' })
  healthClaims!: unknown;
}
