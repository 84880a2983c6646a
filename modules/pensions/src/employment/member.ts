import { Field, GraphQLBoolean, LocalDate, ManyToOne, Person, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { ofMembership } from '../scope.js';

@Resource({
  description: 'That a person is a member of a scheme, whether they contribute now or not.',
  table: 'pensions.member',
  prefix: 'member',
  read: 'pensions.members.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'social-insurance' },
  one: 'pensionMember',
  many: 'pensionMembers',
  scope: ofMembership,
  seenWith: ['programme'],
})
export class PensionMember extends Versioned {
  @Field(() => Programme, { description: 'Of which scheme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Person, { nullable: true, description: 'Who.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => String, { description: 'Their number in the scheme, by which employers declare them.' })
  @Property({ type: 'text' })
  number!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => GraphQLBoolean, { description: 'Whether another carrier, such as a private fund, takes the place of a part of the scheme: what rates make of it, they say.' })
  @Property({ type: 'boolean', fieldName: 'contracted_out' })
  contractedOut!: boolean;
}
