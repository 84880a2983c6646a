import {
  Connection, Field, Int, LocalDate, MoneyField, Property, Resource, Versioned, Decimal,
} from '@kinga/plugin-sdk';
import { CareType, PatientAge, PatientSex, ServiceCategory, ServiceKind, ServicePackage } from './kinds.js';
import { ServicePart } from './service-part.js';

@Resource({
  description: 'Something that patients are given and facilities claim for: a service, or an item such as a medicine.',
  table: 'health_insurance.service',
  prefix: 'health_service',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'healthService',
  many: 'healthServices',
  keys: ['code'],
})
export class HealthService extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the register.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => ServiceKind, { description: 'Service or item.' })
  @Property({ type: 'text' })
  kind!: ServiceKind;

  @Field(() => ServiceCategory, { description: 'What it is counted as.' })
  @Property({ type: 'text' })
  category!: ServiceCategory;

  @Field(() => CareType, { description: 'For which patients: those who stay, those who do not.' })
  @Property({ type: 'text' })
  care!: CareType;

  @Property({ type: 'numeric', fieldName: 'unit_price' })
  unitPriceAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'unitPriceAmount', currency: 'currency', description: 'What one of it costs where the price list of a facility says nothing else.' })
  unitPrice!: unknown;

  @Field(() => PatientSex, { nullable: true, description: 'The sex of the patients that it is for; null where it is for all.' })
  @Property({ type: 'text', fieldName: 'patient_sex', nullable: true })
  patientSex!: PatientSex | null;

  @Field(() => PatientAge, { nullable: true, description: 'The age of the patients that it is for; null where it is for all.' })
  @Property({ type: 'text', fieldName: 'patient_age', nullable: true })
  patientAge!: PatientAge | null;

  @Field(() => Int, { nullable: true, description: 'How many days lie between two for one patient at least; null where it does not matter.' })
  @Property({ type: 'integer', fieldName: 'frequency_days', nullable: true })
  frequencyDays!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'Most that one line of a claim may ask for; null where it is not limited.' })
  @Property({ type: 'numeric', fieldName: 'most_quantity', nullable: true })
  mostQuantity!: string | null;

  @Field(() => ServicePackage, { description: 'Whether it is made of others.' })
  @Property({ type: 'text' })
  package!: ServicePackage;

  @Field(() => LocalDate, { description: 'First day on which it is in the register.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it no longer is; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Connection(() => ServicePart, { mappedBy: 'whole', description: 'What it is made of, where it is a package.' })
  parts!: unknown;
}
