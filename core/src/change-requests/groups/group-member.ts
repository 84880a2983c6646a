import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';

@Resource({
  description: 'Somebody who decides as one of a group.',
  table: 'change_requests.group_member',
  prefix: 'task_group_member',
  read: 'change-requests.groups.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'taskGroupMember',
  many: 'taskGroupMembers',
})
export class TaskGroupMember extends Versioned {
  @Field(() => String, { description: 'Code of the group, one of `taskGroups`.' })
  @Property({ type: 'text', fieldName: 'group_code' })
  group!: string;

  @Field(() => String, { description: 'Who, as they sign in.' })
  @Property({ type: 'text' })
  member!: string;

  @Field(() => LocalDate, { description: 'First day on which they are in it.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day on which they are no longer; null where no end is set.' })
  @Property({ type: 'date', nullable: true, fieldName: 'valid_to' })
  validTo!: string | null;

  @Field(() => String, { description: 'Who took them in.' })
  @Property({ type: 'text', fieldName: 'added_by' })
  addedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who ended it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'ended_by' })
  endedBy!: string | null;
}
