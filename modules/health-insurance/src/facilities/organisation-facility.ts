import { Connection, Organisation, Resolver } from '@kinga/plugin-sdk';
import { HealthFacility } from './facility.js';

@Resolver(() => Organisation)
export class OrganisationFacility {
  @Connection(() => HealthFacility, { mappedBy: 'organisation', permission: 'health-insurance.registers.read', description: 'What it is as a health facility; at most one.' })
  healthFacilities!: unknown;
}
