import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Person } from '../persons/person.js';
import { byPerson } from '../scope.js';
import { Group } from './group.js';

@Resource({
  description: 'That a person belongs to a group, from a day to a day.',
  table: 'people.group_membership',
  prefix: 'groupmembership',
  read: 'people.groups.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'personal', purpose: 'registry' },
  many: 'groupMemberships',
  scope: byPerson('person'),
})
export class GroupMembership extends Versioned {
  @Field(() => Person, { nullable: true, description: 'Who belongs.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => Group, { nullable: true, description: 'To which group; null where you may not see it.' })
  @ManyToOne(() => Group, { fieldName: 'group_id', type: 'uuid' })
  group!: Rel<Group>;

  @Field(() => String, { description: "What the person is in it: one of the roles of the group's kind." })
  @Property({ type: 'text' })
  role!: string;

  @Field(() => LocalDate, { description: 'First day.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer holds; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'valid_to', nullable: true })
  validTo!: string | null;
}
