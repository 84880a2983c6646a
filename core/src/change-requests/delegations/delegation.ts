import { Property } from '@mikro-orm/decorators/legacy';
import { GraphQLBoolean } from 'graphql';
import { Field } from 'type-graphql';
import { fromContext, sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource, SqlField } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';

/** Who may hand over for others. */
export const FOR_OTHERS = 'change-requests.delegations.manage';

@Resource({
  description: 'Somebody hands over what is asked of them, or of a group in which they are, to somebody else for a time. What deciding takes beside that, the other must have themselves.',
  table: 'change_requests.delegation',
  prefix: 'task_delegation',
  read: 'change-requests.tasks.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'taskDelegation',
  many: 'taskDelegations',
  only: (t) => sql`(${fromContext((ctx) => ctx.actor.permissions.has(FOR_OTHERS), 'boolean')} or ${fromContext((ctx) => ctx.actor.id, 'text')} in (${t['fromSubject']}, ${t['toSubject']}))`,
})
export class TaskDelegation extends Versioned {
  @Field(() => String, { description: 'Who hands over.' })
  @Property({ type: 'text', fieldName: 'from_subject' })
  fromSubject!: string;

  @Field(() => String, { description: 'To whom.' })
  @Property({ type: 'text', fieldName: 'to_subject' })
  toSubject!: string;

  @Field(() => [String], { nullable: true, description: 'Groups for which it holds; all in which they are where null.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  groups!: string[] | null;

  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  @Property({ type: 'date', fieldName: 'valid_from' })
  validFrom!: string;

  @Field(() => LocalDate, { description: 'First day on which it holds no longer.' })
  @Property({ type: 'date', fieldName: 'valid_to' })
  validTo!: string;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it holds today.', sql: (t) => sql`(${t['validFrom']} <= ${today} and ${t['validTo']} > ${today})` })
  holds!: boolean;

  @Field(() => String, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'Who said so.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;

  @Field(() => String, { nullable: true, description: 'Who ended it before its time.' })
  @Property({ type: 'text', nullable: true, fieldName: 'ended_by' })
  endedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended.' })
  @Property({ type: 'text', nullable: true, fieldName: 'ended_because' })
  endedBecause!: string | null;
}
