import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../../kernel/schema/node.js';
import { Resource } from '../../../kernel/schema/resource.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { byPerson } from '../../scope.js';
import { Person } from '../person.js';

/** What one person is to another. */
export enum RelationshipKind {
  PARENT = 'PARENT',
  SPOUSE = 'SPOUSE',
  GUARDIAN = 'GUARDIAN',
  ALTERNATE_PAYEE = 'ALTERNATE_PAYEE',
}
registerEnumType(RelationshipKind, {
  name: 'RelationshipKind',
  description: 'What one person is to another.',
  valuesConfig: {
    PARENT: { description: 'Father or mother.' },
    SPOUSE: { description: 'Husband or wife.' },
    GUARDIAN: { description: 'Answers for the person by law.' },
    ALTERNATE_PAYEE: { description: "May take what is paid, in the person's stead." },
  },
});

@Resource({
  description: 'What somebody is to a person, from a day to a day. A marriage is seen from both sides, as two of these.',
  table: 'people.relationship',
  prefix: 'relationship',
  read: 'people.persons.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  scope: byPerson('person'),
})
export class Relationship extends Versioned {
  @Field(() => Person, { nullable: true, description: 'The person.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => RelationshipKind, { description: 'What the other is to the person.' })
  @Property({ type: 'text' })
  kind!: RelationshipKind;

  @Field(() => Person, { nullable: true, description: 'The other; null where you may not see them.' })
  @ManyToOne(() => Person, { fieldName: 'other_id', type: 'uuid' })
  other!: Rel<Person>;

  @Field(() => LocalDate, { nullable: true, description: 'First day; null where unknown.' })
  @Property({ type: 'date', fieldName: 'valid_from', nullable: true })
  validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;

  /** Whether the person may have no other spouse in that time. */
  @Property({ type: 'boolean', default: true })
  sole!: boolean;
}
