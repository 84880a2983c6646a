import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { RecordedRead } from '../../kernel/audit/recorded-read.js';
import { File } from '../../kernel/files/file.js';
import { sql, today, trusted, type Sql } from '../../kernel/read/sql.js';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField, type Columns } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { GroupMembership } from '../groups/group-membership.js';
import { Household } from '../households/household.js';
import { LifeEvent } from '../life-events/life-event.js';
import { Membership } from '../households/membership.js';
import { Residence } from '../households/residence.js';
import { Place } from '../places/place.js';
import { byTheSubject } from '../scope.js';
import { PaymentAccount } from './accounts/payment-account.js';
import { Address } from './addresses/address.js';
import { DatePrecision } from './birth-date.js';
import { Consent } from './consents/consent.js';
import { ContactPoint } from './contacts/contact-point.js';
import { Disability } from './disability/disability.js';
import { Identifier } from './identifiers/identifier.js';
import { fullNameSql } from './names/full-name.js';
import { PersonName } from './names/person-name.js';
import { Relationship } from './relationships/relationship.js';
import { Reveal } from './reveals/reveal.js';

/** Sex as recorded. */
export enum Sex {
  FEMALE = 'FEMALE',
  MALE = 'MALE',
  OTHER = 'OTHER',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(Sex, {
  name: 'Sex',
  description: 'Sex as recorded.',
  valuesConfig: {
    FEMALE: { description: 'Female.' },
    MALE: { description: 'Male.' },
    OTHER: { description: 'Another.' },
    UNKNOWN: { description: 'Not recorded.' },
  },
});

const latestAssessment = (assessments: Sql, { id }: Columns): Sql =>
  sql`(select latest.disabled from ${assessments} latest where latest.person_id = ${id} and latest.assessed_on <= ${today} order by latest.assessed_on desc, latest.id desc limit 1)`;

@Resource({
  description: 'A person, registered once for every programme.',
  table: 'people.person',
  prefix: 'person',
  read: 'people.persons.read',
  privacy: { subject: { person: 'id' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'person',
  many: 'persons',
  scope: byTheSubject,
  listed: (t) => sql`${t['mergedInto']} is null`,
  onDay: {
    deathDate: { since: 'deathDate' },
    household: { ways: [[{ of: () => Membership, mine: 'person', gives: 'household' }]] },
    place: {
      ways: [
        [{ of: () => Membership, mine: 'person', gives: 'household' }, { of: () => Residence, mine: 'household', gives: 'place' }],
        [{ of: () => Residence, mine: 'person', gives: 'place' }],
      ],
      orNow: true,
    },
  },
})
export class Person extends Versioned {
  @Field(() => String, { nullable: true, description: 'Given names; null where a person has one name only.' })
  @Property({ type: 'text', fieldName: 'given_name', nullable: true })
  givenName!: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @Property({ type: 'text', fieldName: 'family_name' })
  familyName!: string;

  @Field(() => String, { nullable: true, description: "Name after the father, where the country's names have one." })
  @Property({ type: 'text', nullable: true })
  patronymic!: string | null;

  @Field(() => String, { description: 'Script that the name is written in, as ISO 15924 names it: Latn, Arab, Ethi …' })
  @Property({ type: 'text', default: 'Latn' })
  script: string = 'Latn';

  @SqlField(() => GraphQLString, { description: 'The whole name, its parts in the order that its script is written in.', sql: fullNameSql })
  fullName!: string;

  @Field(() => Sex, { description: 'Sex as recorded.' })
  @Property({ type: 'text' })
  sex!: Sex;

  @Field(() => LocalDate, { nullable: true, description: 'Day of birth, where known; where only the month or the year is, its first day.' })
  @Property({ type: 'date', fieldName: 'birth_date', nullable: true })
  birthDate!: string | null;

  @Field(() => DatePrecision, { description: 'How exactly the birth date is known; says nothing where it is unknown.' })
  @Property({ type: 'text', fieldName: 'birth_precision', default: DatePrecision.DAY })
  birthDatePrecision: DatePrecision = DatePrecision.DAY;

  @Field(() => Boolean, { description: 'Whether the birth date is an estimate.' })
  @Property({ type: 'boolean', fieldName: 'birth_estimated', default: false })
  birthDateEstimated: boolean = false;

  @Field(() => LocalDate, { nullable: true, description: 'Day of death.' })
  @Property({ type: 'date', fieldName: 'death_date', nullable: true })
  deathDate!: string | null;

  @Field(() => Place, { nullable: true, description: 'Where the person lives.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => Household, { nullable: true, description: 'The household that the person belongs to now.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Person, { nullable: true, description: 'The person that this one was found to be; null where it stands for itself.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'merged_into_id', type: 'uuid' })
  mergedInto!: Rel<Person> | null;

  @Field(() => File, { nullable: true, description: 'Photo of the person.' })
  @ManyToOne(() => File, { nullable: true, fieldName: 'photo_id', type: 'uuid' })
  photo!: Rel<File> | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which the photo was taken.' })
  @Property({ type: 'date', fieldName: 'photo_taken_on', nullable: true })
  photoTakenOn!: string | null;

  @Field(() => [String], { description: 'Languages that the person speaks, the best first, as BCP 47 names them: sw, fr-CA …' })
  @Property({ type: 'text[]', columnType: 'text[]', defaultRaw: "'{}'" })
  languages: string[] = [];

  @Property({ type: 'jsonb', default: '{}' })
  attributes: Record<string, unknown> = {};

  @SqlField(() => GraphQLInt, {
    description: 'Completed years on the day of the request (or at death); null where the birth date is unknown.',
    nullable: true,
    sql: (t) => sql`extract(year from age(least(${today}, ${t['deathDate']}), ${t['birthDate']}))::int`,
  })
  age!: number | null;

  @Connection(() => RecordedRead, { mappedBy: 'subjects', permission: 'kernel.reads.read', description: 'Who read data of the person, when and what for.' })
  accessLog!: unknown;

  @Connection(() => Membership, { mappedBy: 'person', description: 'Households that the person belongs or belonged to.' })
  memberships!: unknown;

  @Connection(() => PersonName, { mappedBy: 'person', description: 'Further names: in other scripts, former ones, aliases.' })
  names!: unknown;

  @Connection(() => Identifier, { mappedBy: 'person', description: 'Numbers that others gave to the person.' })
  identifiers!: unknown;

  @Connection(() => ContactPoint, { mappedBy: 'person', description: 'How the person can be reached.' })
  contacts!: unknown;

  @Connection(() => Address, { mappedBy: 'person', description: 'Addresses.' })
  addresses!: unknown;

  @Connection(() => PaymentAccount, { mappedBy: 'person', description: 'Where money for the person may go.' })
  paymentAccounts!: unknown;

  @Connection(() => Relationship, { mappedBy: 'person', description: 'What others are to the person: parents, spouse, guardian, alternate payee.' })
  relationships!: unknown;

  @Connection(() => Relationship, { mappedBy: 'other', description: 'What the person is to others: whose parent, spouse, guardian or alternate payee.' })
  relationshipsOfOthers!: unknown;

  @Connection(() => Consent, { mappedBy: 'person', description: "Decisions about uses of the person's data." })
  consents!: unknown;

  @Connection(() => Disability, { mappedBy: 'person', description: 'Assessments of functioning, by the Washington Group Short Set.' })
  disabilityAssessments!: unknown;

  @Privacy({ sensitivity: 'sensitive', category: 'people.disability' })
  @SqlField(() => GraphQLBoolean, {
    description: 'What the latest assessment by the Washington Group Short Set says; null where there is none.',
    permission: 'people.disability.read',
    nullable: true,
    sql: (t) => latestAssessment(trusted('people.disability'), t),
    at: (t, rows) => latestAssessment(rows(() => Disability), t),
  })
  disabled!: boolean | null;

  @Connection(() => Reveal, { mappedBy: 'person', description: 'Who opened masked fields of the person, when and why.' })
  reveals!: unknown;

  @Connection(() => Residence, { mappedBy: 'person', description: 'Where the person lived when without a household.' })
  residences!: unknown;

  @Connection(() => GroupMembership, { mappedBy: 'person', description: 'Groups beside the household that the person belongs or belonged to.' })
  groupMemberships!: unknown;

  @Connection(() => LifeEvent, { mappedBy: 'person', description: 'Birth, death, marriages, divorces and moves, as they were recorded.' })
  lifeEvents!: unknown;

  @Connection(() => LifeEvent, { mappedBy: 'secondPerson', description: 'Marriages and divorces that were recorded of the other spouse first.' })
  lifeEventsOfSpouses!: unknown;
}
