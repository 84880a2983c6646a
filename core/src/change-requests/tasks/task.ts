import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean, GraphQLInt } from 'graphql';
import { Field, Int, registerEnumType } from 'type-graphql';
import { sql, today } from '../../kernel/read/sql.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../../kernel/schema/scalars.js';
import { Household } from '../../people/households/household.js';
import { Person } from '../../people/persons/person.js';
import { ChangeRequest } from '../change-request.js';
import { bySubject } from '../scope.js';
import { TaskDecision } from './task-decision.js';
import { isEscalated, isLapsed, isMine } from './who-may.js';

/** Where a task stands. */
export enum TaskState {
  WAITING = 'WAITING',
  OPEN = 'OPEN',
  DONE = 'DONE',
  CANCELLED = 'CANCELLED',
}
registerEnumType(TaskState, {
  name: 'TaskState',
  description: 'Where a task stands.',
  valuesConfig: {
    WAITING: { description: 'Something else has to be done before.' },
    OPEN: { description: 'Is to be done.' },
    DONE: { description: 'Done: approved by as many as it takes. Final.' },
    CANCELLED: { description: 'Need not be done any more. Final.' },
  },
});

@Resource({
  description: 'Something that somebody is to do by a day, such as to decide on a step of a change request.',
  table: 'change_requests.task',
  prefix: 'task',
  read: 'change-requests.tasks.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'administration' },
  one: 'task',
  many: 'tasks',
  scope: bySubject('askedBy'),
})
export class Task extends Versioned {
  @Field(() => String, { description: 'What kind of task it is, such as `change-requests.approval`.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => ChangeRequest, { nullable: true, description: 'The change request that it is a step of, where it is one.' })
  @ManyToOne(() => ChangeRequest, { nullable: true, fieldName: 'request_id', type: 'uuid' })
  request!: Rel<ChangeRequest> | null;

  @Field(() => Int, { description: 'Which step of the request it is, counted from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'Name of the step, as the policy calls it.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => TaskState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: TaskState;

  @Field(() => Person, { nullable: true, description: 'The person whom it is about, where it is about one.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household that it is about, where it is about one.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Property({ type: 'uuid', nullable: true, fieldName: 'place_id' })
  place!: string | null;

  @Field(() => String, { description: 'Who caused it, and never does it.' })
  @Property({ type: 'text', fieldName: 'asked_by' })
  askedBy!: string;

  @Field(() => Int, { description: 'How many must approve.' })
  @Property({ type: 'integer' })
  approvals!: number;

  @SqlField(() => GraphQLInt, {
    description: 'How many have approved.',
    sql: (t) => sql`(select count(*)::integer from change_requests.task_decision given where given.task_id = ${t['id']} and given.verdict = 'APPROVE')`,
  })
  approved!: number;

  @Field(() => [String], { description: 'Permissions that doing it takes, all of them.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  permissions!: string[];

  @Field(() => [String], { description: 'Roles that doing it takes, all of them.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  roles!: string[];

  @Field(() => [String], { description: 'Groups in which one must be to do it, all of them: codes of `taskGroups`.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  groups!: string[];

  @Field(() => [String], { description: 'Of whom it is asked, where not of everybody who may.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  assignees!: string[];

  @Field(() => String, { nullable: true, description: 'Who said of whom it is asked.' })
  @Property({ type: 'text', nullable: true, fieldName: 'assigned_by' })
  assignedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is asked of them.' })
  @Property({ type: 'text', nullable: true, fieldName: 'assigned_because' })
  assignedBecause!: string | null;

  @Field(() => Boolean, { description: 'Whether the request lapses where it is not done in time.' })
  @Property({ type: 'boolean' })
  lapses!: boolean;

  @Property({ type: 'boolean' })
  escalates!: boolean;

  @Property({ type: 'text[]', columnType: 'text[]', fieldName: 'late_permissions' })
  latePermissions!: string[];

  @Property({ type: 'text[]', columnType: 'text[]', fieldName: 'late_roles' })
  lateRoles!: string[];

  @Property({ type: 'text[]', columnType: 'text[]', fieldName: 'late_groups' })
  lateGroups!: string[];

  @Field(() => LocalDate, { nullable: true, description: 'When it could first be done.' })
  @Property({ type: 'date', nullable: true, fieldName: 'opened_on' })
  openedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it is done in time.' })
  @Property({ type: 'date', nullable: true, fieldName: 'due_on' })
  dueOn!: string | null;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it is open, and was to be done before today.', sql: (t) => sql`(${t['state']} = 'OPEN' and coalesce(${t['dueOn']} < ${today}, false))` })
  overdue!: boolean;

  @SqlField(() => GraphQLBoolean, { description: 'Whether others may do it by now too, since it is late.', sql: isEscalated })
  escalated!: boolean;

  @SqlField(() => GraphQLBoolean, { description: 'Whether it can be done no longer, since it was left too long.', sql: isLapsed })
  lapsed!: boolean;

  @SqlField(() => GraphQLBoolean, { description: 'Whether you may do it today, yourself or on behalf of somebody who handed over to you.', sql: isMine })
  mine!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was done, or need not be done any more.' })
  @Property({ type: 'timestamptz', nullable: true, fieldName: 'closed_at' })
  closedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'By whom that was.' })
  @Property({ type: 'text', nullable: true, fieldName: 'closed_by' })
  closedBy!: string | null;

  @Connection(() => TaskDecision, { mappedBy: 'task', description: 'What was decided on it, by whom.' })
  decisions!: unknown;
}
