import { Field, GraphQLBoolean, GraphQLString, LocalDate, ManyToOne, Person, Programme, Property, Resource, sql, SqlField, today, Versioned, type Rel } from '@kinga/plugin-sdk';
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

  /** Days as a multirange: the months in which another carrier takes the place. */
  @Property({ type: 'text', columnType: 'datemultirange', fieldName: 'contracted_out_in', default: '{}' })
  contractedOutIn = '{}';

  @SqlField(() => GraphQLBoolean, { description: 'Whether today another carrier, such as a private fund, takes the place of a part of the scheme: what rates make of it, they say.', sql: (t) => sql`(${t['contractedOutIn']} @> ${today})` })
  contractedOut!: boolean;

  @SqlField(() => GraphQLString, {
    description: 'In which months another carrier did, does and will, each time as its first month and its last with a slash between, such as 2024-02/2025-01, or nothing behind it while it lasts; times with commas. Empty where it never does.',
    sql: (t) => sql`(select coalesce(string_agg(coalesce(to_char(lower(r), 'YYYY-MM'), '') || '/' || coalesce(to_char(upper(r) - 1, 'YYYY-MM'), ''), ',' order by lower(r) nulls first), '') from unnest(${t['contractedOutIn']}) r)`,
  })
  contractedOutMonths!: string;
}
