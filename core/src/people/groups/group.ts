import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { Place } from '../places/place.js';
import { byPlace } from '../scope.js';
import { GroupMembership } from './group-membership.js';

@Resource({
  description: 'Persons who belong together for something other than a household: a cooperative, a school.',
  table: 'people.social_group',
  prefix: 'group',
  read: 'people.groups.read',
  privacy: { sensitivity: 'internal', purpose: 'registry' },
  one: 'group',
  many: 'groups',
  keys: ['code'],
  scope: byPlace('place'),
  onDay: { closedOn: { since: 'closedOn' } },
})
export class Group extends Versioned {
  @Field(() => String, { description: 'Its number, unique among the groups of the deployment.' })
  @Property({ type: 'text', unique: true })
  code!: string;

  @Field(() => String, { description: 'What kind of group it is: the name of one of `groupKinds`.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => String, { description: 'Its name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Place, { nullable: true, description: 'Where it is; null where it is of no one place.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => LocalDate, { description: 'First day on which somebody may belong to it.' })
  @Property({ type: 'date', fieldName: 'opened_on' })
  openedOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which nobody belongs to it any more; null while it lasts.' })
  @Property({ type: 'date', fieldName: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Connection(() => GroupMembership, { mappedBy: 'group', description: 'Its members, present and past.' })
  memberships!: unknown;
}
