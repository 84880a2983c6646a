import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLInt } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../households/household.js';
import { Membership } from '../households/membership.js';
import { Place } from '../places/place.js';
import { byPlace } from '../scope.js';

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

@Resource({
  description: 'A person, registered once for every programme.',
  table: 'people.person',
  prefix: 'person',
  read: 'people.persons.read',
  one: 'person',
  many: 'persons',
  scope: byPlace('place'),
  onDay: {
    deathDate: { since: 'deathDate' },
    household: { by: [{ of: () => Membership, mine: 'person', gives: 'household' }] },
  },
})
export class Person extends Versioned {
  @Field(() => String, { nullable: true, description: 'Given names; null where a person has one name only.' })
  @Property({ type: 'text', fieldName: 'given_name', nullable: true })
  givenName!: string | null;

  @Field(() => String, { description: 'Family name, or the only name.' })
  @Property({ type: 'text', fieldName: 'family_name' })
  familyName!: string;

  @Field(() => Sex, { description: 'Sex as recorded.' })
  @Property({ type: 'text' })
  sex!: Sex;

  @Field(() => LocalDate, { nullable: true, description: 'Day of birth, where known.' })
  @Property({ type: 'date', fieldName: 'birth_date', nullable: true })
  birthDate!: string | null;

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

  @Property({ type: 'jsonb', default: '{}' })
  attributes: Record<string, unknown> = {};

  @SqlField(() => GraphQLInt, {
    description: 'Completed years on the day of the request (or at death); null where the birth date is unknown.',
    nullable: true,
    sql: (t) => sql`extract(year from age(least(${today}, ${t['deathDate']}), ${t['birthDate']}))::int`,
  })
  age!: number | null;

  @Connection(() => Membership, { mappedBy: 'person', description: 'Households that the person belongs or belonged to.' })
  memberships!: unknown;
}
