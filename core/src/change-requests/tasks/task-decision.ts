import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Privacy } from '../../kernel/privacy/classification.js';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { ChangeRequest } from '../change-request.js';
import { byRequest } from '../scope.js';
import { Task } from './task.js';

/** How somebody decided. */
export enum TaskVerdict {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
}
registerEnumType(TaskVerdict, {
  name: 'TaskVerdict',
  description: 'How somebody decided.',
  valuesConfig: { APPROVE: { description: 'For it.' }, REJECT: { description: 'Against it, which ends the request.' } },
});

@Resource({
  description: 'What somebody decided on a step of a change request. Never changed: a person decides once.',
  table: 'change_requests.task_decision',
  prefix: 'task_decision',
  read: 'change-requests.tasks.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  scope: byRequest,
})
export class TaskDecision extends Versioned {
  @Field(() => ChangeRequest, { nullable: true, description: 'On which request.' })
  @ManyToOne(() => ChangeRequest, { fieldName: 'request_id', type: 'uuid' })
  request!: Rel<ChangeRequest>;

  @Field(() => Task, { nullable: true, description: 'On which step of it.' })
  @ManyToOne(() => Task, { fieldName: 'task_id', type: 'uuid' })
  task!: Rel<Task>;

  @Field(() => TaskVerdict, { description: 'How.' })
  @Property({ type: 'text' })
  verdict!: TaskVerdict;

  @Field(() => String, { description: 'Who decided; never who asked.' })
  @Property({ type: 'text', fieldName: 'decided_by' })
  decidedBy!: string;

  @Field(() => String, { nullable: true, description: 'In whose place, where they handed it over.' })
  @Property({ type: 'text', nullable: true, fieldName: 'on_behalf_of' })
  onBehalfOf!: string | null;

  @Property({ type: 'uuid', nullable: true, fieldName: 'delegation_id' })
  delegation!: string | null;

  @Privacy({ sensitivity: 'personal' })
  @Field(() => String, { nullable: true, description: 'Why, in their words.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;
}
