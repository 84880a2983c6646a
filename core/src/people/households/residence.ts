import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../persons/person.js';
import { Place } from '../places/place.js';
import { byPersonOrHousehold, byPlace } from '../scope.js';
import { Household } from './household.js';

@Resource({
  description: 'Where a household lives, or a person who belongs to none, from a day to a day. Members live where their household does.',
  table: 'people.residence',
  prefix: 'residence',
  read: 'people.households.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'registry' },
  many: 'residences',
  scope: { ...byPersonOrHousehold('person', 'household'), ...byPlace('place') },
})
export class Residence extends Versioned {
  @Field(() => Household, { nullable: true, description: 'The household that lives there; null where it is a person.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Field(() => Person, { nullable: true, description: 'The person without a household who lives there; null where it is a household.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Place, { nullable: true, description: 'Where.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
