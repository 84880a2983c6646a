import { Decimal, Field, ManyToOne, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { HealthService } from './service.js';

@Resource({
  description: 'How much of a service belongs to a package.',
  table: 'health_insurance.service_part',
  prefix: 'health_service_part',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class ServicePart extends Versioned {
  @Field(() => HealthService, { description: 'The package.' })
  @ManyToOne(() => HealthService, { fieldName: 'whole_id', type: 'uuid' })
  whole!: Rel<HealthService>;

  @Field(() => HealthService, { description: 'What belongs to it.' })
  @ManyToOne(() => HealthService, { fieldName: 'part_id', type: 'uuid' })
  part!: Rel<HealthService>;

  @Field(() => Decimal, { description: 'How much of it.' })
  @Property({ type: 'numeric' })
  quantity!: string;
}
