import { Decimal, Field, LocalDate, ManyToOne, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { PriceList } from './price-list.js';
import { HealthService } from './service.js';

@Resource({
  description: 'That a service stands on a price list for some time.',
  table: 'health_insurance.price',
  prefix: 'health_price',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class Price extends Versioned {
  @Field(() => PriceList, { description: 'On which list.' })
  @ManyToOne(() => PriceList, { fieldName: 'price_list_id', type: 'uuid' })
  priceList!: Rel<PriceList>;

  @Field(() => HealthService, { description: 'Which service.' })
  @ManyToOne(() => HealthService, { fieldName: 'service_id', type: 'uuid' })
  service!: Rel<HealthService>;

  @Field(() => Decimal, { nullable: true, description: 'What one of it costs, in the currency of the service; null where the price of the register holds.' })
  @Property({ type: 'numeric', fieldName: 'unit_price', nullable: true })
  unitPrice!: string | null;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer stands there; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
