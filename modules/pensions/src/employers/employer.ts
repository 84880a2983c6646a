import { byOrganisation, Connection, Field, LocalDate, ManyToOne, Organisation, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Employment } from '../employment/employment.js';

@Resource({
  description: 'An organisation that schemes know as an employer.',
  table: 'pensions.employer',
  prefix: 'employer',
  read: 'pensions.employers.read',
  privacy: { sensitivity: 'internal', purpose: 'social-insurance' },
  one: 'employer',
  many: 'employers',
  keys: ['number'],
  scope: byOrganisation('organisation'),
  seenWith: ['organisation'],
})
export class Employer extends Versioned {
  @Field(() => Organisation, { description: 'The organisation.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;

  @Field(() => String, { description: 'Its number with the schemes.' })
  @Property({ type: 'text', unique: true })
  number!: string;

  @Field(() => String, { nullable: true, description: 'What it does, as a code of the country, such as of ISIC.' })
  @Property({ type: 'text', nullable: true })
  activity!: string | null;

  @Field(() => LocalDate, { description: 'First day on which it is an employer.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer is one; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Connection(() => Employment, { mappedBy: 'employer', description: 'Who works for it, and worked.' })
  employments!: unknown;
}
