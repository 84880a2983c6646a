import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';
import { Verification } from '../verification.js';

/** How a person can be reached. */
export enum ContactKind {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
}
registerEnumType(ContactKind, {
  name: 'ContactKind',
  description: 'How a person can be reached.',
  valuesConfig: { PHONE: { description: 'A telephone number.' }, EMAIL: { description: 'An email address.' } },
});

@Resource({
  description: 'A telephone number or email address of a person.',
  table: 'people.contact_point',
  prefix: 'contact',
  read: 'people.persons.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class ContactPoint extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => ContactKind, { description: 'What it is.' })
  @Property({ type: 'text' })
  kind!: ContactKind;

  @Field(() => String, { description: 'A telephone number as `+` and digits, or an email address.' })
  @Property({ type: 'text' })
  value!: string;

  @Field(() => Boolean, { description: 'Whether it is the one to use, of those of its kind.' })
  @Property({ type: 'boolean', default: false })
  preferred!: boolean;

  @Field(() => LocalDate, { nullable: true, description: 'First day; null where unknown.' })
  @Property({ type: 'date', fieldName: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  @Field(() => Verification, { description: 'Whether the person was found to be reached by it.' })
  @Property({ type: 'text', default: Verification.UNVERIFIED })
  verification!: Verification;

  @Field(() => DateTime, { nullable: true, description: 'When it was checked last.' })
  @Property({ type: 'timestamptz', fieldName: 'verified_at', nullable: true })
  verifiedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who checked it last.' })
  @Property({ type: 'text', fieldName: 'verified_by', nullable: true })
  verifiedBy!: string | null;
}
