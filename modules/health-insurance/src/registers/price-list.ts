import { Connection, Field, Property, Resource, Versioned } from '@kinga/plugin-sdk';
import { Price } from './price.js';

@Resource({
  description: 'A list of what facilities may claim and at which price. Facilities go by one list at a time.',
  table: 'health_insurance.price_list',
  prefix: 'price_list',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'priceList',
  many: 'priceLists',
  keys: ['code'],
})
export class PriceList extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Connection(() => Price, { mappedBy: 'priceList', description: 'What stands on it, and when.' })
  prices!: unknown;
}
