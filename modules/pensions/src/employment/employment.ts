import { byPerson, Field, LocalDate, ManyToOne, Person, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Employer } from '../employers/employer.js';
import { ofOwnEmployer } from '../scope.js';

@Resource({
  description: 'A time in which a person works for an employer. With one employer times do not overlap; with several they may.',
  table: 'pensions.employment',
  prefix: 'employment',
  read: 'pensions.members.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'employment',
  many: 'employments',
  scope: { ...byPerson('person'), ...ofOwnEmployer },
  seenWith: ['person'],
})
export class Employment extends Versioned {
  @Field(() => Person, { description: 'Who works.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Employer, { nullable: true, description: 'For whom; null where you may not see it.' })
  @ManyToOne(() => Employer, { fieldName: 'employer_id', type: 'uuid' })
  employer!: Rel<Employer>;

  @Field(() => String, { description: 'As what, such as EMPLOYEE or APPRENTICE: rates may depend on it.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
