import { byOrganisation, Field, LocalDate, ManyToOne, Property, Resource, sql, through, trusted, Versioned, type Rel, type RowScope } from '@kinga/plugin-sdk';
import { PriceList } from '../registers/price-list.js';
import { HealthFacility } from './facility.js';

/** Rows of a facility that the actor may see. */
export function byFacility(property: string): RowScope {
  return through((columns, seen) => sql`exists (select from health_insurance.facility of_facility where of_facility.id = ${columns[property] ?? trusted('null')} and ${seen({ organisation: sql`of_facility.organisation_id` })})`, byOrganisation('organisation'));
}

@Resource({
  description: 'That a facility goes by a price list for some time.',
  table: 'health_insurance.facility_price_list',
  prefix: 'facility_price_list',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  scope: byFacility('facility'),
  seenWith: ['facility'],
})
export class FacilityPriceList extends Versioned {
  @Field(() => HealthFacility, { description: 'The facility.' })
  @ManyToOne(() => HealthFacility, { fieldName: 'facility_id', type: 'uuid' })
  facility!: Rel<HealthFacility>;

  @Field(() => PriceList, { description: 'The list.' })
  @ManyToOne(() => PriceList, { fieldName: 'price_list_id', type: 'uuid' })
  priceList!: Rel<PriceList>;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it goes by another, or none; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
