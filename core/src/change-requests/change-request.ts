import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { sql, today } from '../kernel/read/sql.js';
import { Privacy } from '../kernel/privacy/classification.js';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../kernel/schema/scalars.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { bySubject } from './scope.js';
import { Task } from './tasks/task.js';
import { TaskDecision } from './tasks/task-decision.js';

/** Where a change request stands. */
export enum ChangeRequestState {
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ChangeRequestState, {
  name: 'ChangeRequestState',
  description: 'Where a change request stands.',
  valuesConfig: {
    PENDING: { description: 'Waits for others to decide.' },
    APPROVED: { description: 'Approved, and the change is made. Final.' },
    REJECTED: { description: 'Rejected: nothing changed. Final.' },
    WITHDRAWN: { description: 'Taken back by who asked for it. Final.' },
  },
});

@Resource({
  description: 'A change that waits, or waited, for the approval of another person.',
  table: 'change_requests.change_request',
  prefix: 'change_request',
  read: 'change-requests.requests.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'changeRequest',
  many: 'changeRequests',
  scope: bySubject('madeBy'),
})
export class ChangeRequest extends Versioned {
  @Field(() => String, { description: 'The mutation that was asked for.' })
  @Property({ type: 'text' })
  operation!: string;

  @Field(() => ChangeRequestState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: ChangeRequestState;

  @Field(() => Person, { nullable: true, description: 'The person whom it is about, where it is about one.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household that it is about, where it is about one.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Property({ type: 'uuid', nullable: true, fieldName: 'place_id' })
  place!: string | null;

  @Privacy({ sensitivity: 'sensitive', stored: 'sealed' })
  @Property({ type: 'bytea', columnType: 'bytea' })
  sealed!: Buffer;

  @Field(() => String, { description: 'Who asked for it.' })
  @Property({ type: 'text', fieldName: 'made_by' })
  madeBy!: string;

  @Property({ type: 'jsonb' })
  maker!: unknown;

  @Field(() => String, { nullable: true, description: 'Why, in the words of who asked.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is known from, as was said with it.' })
  @Property({ type: 'text', fieldName: 'evidence_source', nullable: true })
  source!: string | null;

  @Property({ type: 'uuid[]', columnType: 'uuid[]', fieldName: 'evidence_file_ids' })
  evidenceFileIds!: string[];

  @Field(() => [String], { description: 'Permissions that approving it takes beyond that to decide on change requests.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  approvals!: string[];

  @Field(() => Boolean, { description: 'Whether one person may decide several of its steps.' })
  @Property({ type: 'boolean', default: false })
  repeats!: boolean;

  @Connection(() => Task, { mappedBy: 'request', description: 'Its steps, in their order.' })
  steps!: unknown;

  @Connection(() => TaskDecision, { mappedBy: 'request', description: 'What was decided on its steps, by whom.' })
  decisions!: unknown;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which nobody can approve it any more.' })
  @Property({ type: 'date', fieldName: 'lapses_on', nullable: true })
  lapsesOn!: string | null;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it was left undecided until it could no longer be approved.',
    sql: (t) => sql`(${t['state']} = 'PENDING' and (coalesce(${t['lapsesOn']} <= ${today}, false)
      or exists (select from change_requests.task late where late.request_id = ${t['id']} and late.state = 'OPEN' and late.lapses and late.due_on < ${today})))`,
  })
  lapsed!: boolean;

  @Field(() => String, { nullable: true, description: 'Who approved it last, or rejected it, never who asked for it; or who withdrew it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was approved, rejected or withdrawn.' })
  @Property({ type: 'timestamptz', fieldName: 'decided_at', nullable: true })
  decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was approved, rejected or withdrawn.' })
  @Property({ type: 'text', fieldName: 'decision_reason', nullable: true })
  decisionReason!: string | null;
}
