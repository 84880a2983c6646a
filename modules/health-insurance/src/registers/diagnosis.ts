import { Field, LocalDate, Property, Resource, Versioned } from '@kinga/plugin-sdk';

@Resource({
  description: 'A diagnosis that claims may name, by a code such as those of ICD-10.',
  table: 'health_insurance.diagnosis',
  prefix: 'diagnosis',
  read: 'health-insurance.registers.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'diagnosis',
  many: 'diagnoses',
  keys: ['code'],
})
export class Diagnosis extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the register.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => LocalDate, { description: 'First day on which it may be named.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it may no longer be; null while no end is set.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
