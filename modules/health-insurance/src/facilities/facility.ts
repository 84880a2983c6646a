import { byOrganisation, Connection, Field, LocalDate, ManyToOne, Organisation, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { CareType } from '../registers/kinds.js';
import { FacilityPriceList } from './facility-price-list.js';

export enum FacilityLevel {
  DISPENSARY = 'DISPENSARY',
  HEALTH_CENTRE = 'HEALTH_CENTRE',
  HOSPITAL = 'HOSPITAL',
}
registerEnumType(FacilityLevel, {
  name: 'FacilityLevel',
  description: 'What a health facility is able to do.',
  valuesConfig: {
    DISPENSARY: { description: 'A dispensary or health post: openIMIS has it as D.' }, HEALTH_CENTRE: { description: 'A health centre: openIMIS has it as C.' }, HOSPITAL: { description: 'A hospital: openIMIS has it as H.' },
  },
});

@Resource({
  description: 'An organisation as a health facility: what it does, under which contract and at which prices.',
  table: 'health_insurance.facility',
  prefix: 'health_facility',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'healthFacility',
  many: 'healthFacilities',
  scope: byOrganisation('organisation'),
  seenWith: ['organisation'],
})
export class HealthFacility extends Versioned {
  @Field(() => Organisation, { description: 'The organisation: its code, name, place and accounts are there.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => FacilityLevel, { description: 'What it is able to do.' })
  @Property({ type: 'text' })
  level!: FacilityLevel;

  @Field(() => CareType, { description: 'Whether its patients stay.' })
  @Property({ type: 'text' })
  care!: CareType;

  @Field(() => LocalDate, { description: 'First day of its contract.' })
  @Property({ type: 'date', fieldName: 'contract_from' })
  contractFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it has none; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'contract_to', nullable: true })
  contractTo!: string | null;

  @Connection(() => FacilityPriceList, { mappedBy: 'facility', description: 'The price lists that it goes by, one at a time.' })
  priceLists!: unknown;
}
