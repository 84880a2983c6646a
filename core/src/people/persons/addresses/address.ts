import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { Place } from '../../places/place.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';

/** What an address is for. */
export enum AddressKind {
  HOME = 'HOME',
  POSTAL = 'POSTAL',
  WORK = 'WORK',
  OTHER = 'OTHER',
}
registerEnumType(AddressKind, {
  name: 'AddressKind',
  description: 'What an address is for.',
  valuesConfig: {
    HOME: { description: 'Where the person lives.' },
    POSTAL: { description: 'Where letters go.' },
    WORK: { description: 'Where the person works.' },
    OTHER: { description: 'Another.' },
  },
});

@Resource({
  description: 'An address of a person.',
  table: 'people.address',
  prefix: 'address',
  read: 'people.persons.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class Address extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => AddressKind, { description: 'What it is for.' })
  @Property({ type: 'text' })
  kind!: AddressKind;

  @Field(() => String, { description: 'Street, house, or how to find it; several lines where needed.' })
  @Property({ type: 'text' })
  lines!: string;

  @Field(() => String, { nullable: true, description: 'Village, town or city, as it is written on a letter.' })
  @Property({ type: 'text', nullable: true })
  locality!: string | null;

  @Field(() => String, { nullable: true, description: 'Postal code.' })
  @Property({ type: 'text', fieldName: 'postal_code', nullable: true })
  postalCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Country, as ISO 3166-1 alpha-2 names it: GH, NP …' })
  @Property({ type: 'text', nullable: true })
  country!: string | null;

  @Field(() => Place, { nullable: true, description: 'The place of the administrative tree that it is in.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day; null where unknown.' })
  @Property({ type: 'date', fieldName: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
