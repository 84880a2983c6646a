import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, registerEnumType } from 'type-graphql';
import { fromContext, sql, today, trusted } from '../kernel/read/sql.js';
import { Privacy } from '../kernel/privacy/classification.js';
import { Versioned } from '../kernel/schema/node.js';
import { Resource, SqlField, type RowScope } from '../kernel/schema/resource.js';
import { DateTime, LocalDate } from '../kernel/schema/scalars.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { byPersonOrHousehold, byPlace, through } from '../people/scope.js';

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
    PENDING: { description: 'Waits for another person to decide.' },
    APPROVED: { description: 'Approved, and the change is made. Final.' },
    REJECTED: { description: 'Rejected: nothing changed. Final.' },
    WITHDRAWN: { description: 'Taken back by who asked for it. Final.' },
  },
});

/**
 * Where the person or household lives now; the place of the request where it is about neither, as one who is registered by it will be.
 * What one asked for oneself is seen everywhere.
 */
export const bySubject: RowScope = through(({ madeBy, ...columns }, seen) => sql`(${madeBy ?? trusted('null')} = ${fromContext((ctx) => ctx.actor.id, 'text')} or ${seen(columns)})`, {
  ...byPersonOrHousehold('person', 'household'),
  places: (columns) => sql`case when coalesce(${columns['person'] ?? trusted('null')}, ${columns['household'] ?? trusted('null')}) is null
    then ${byPlace('place').places?.(columns) ?? trusted('true')} else ${byPersonOrHousehold('person', 'household').places?.(columns) ?? trusted('true')} end`,
});

@Resource({
  description: 'A change that waits, or waited, for the approval of another person.',
  table: 'change_requests.change_request',
  prefix: 'change_request',
  read: 'change-requests.requests.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'registry' },
  one: 'changeRequest',
  many: 'changeRequests',
  scope: bySubject,
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

  @Field(() => LocalDate, { nullable: true, description: 'Day from which nobody can approve it any more.' })
  @Property({ type: 'date', fieldName: 'lapses_on', nullable: true })
  lapsesOn!: string | null;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether it was left undecided until it could no longer be approved.',
    sql: (t) => sql`(${t['state']} = 'PENDING' and ${t['lapsesOn']} is not null and ${t['lapsesOn']} <= ${today})`,
  })
  lapsed!: boolean;

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it, never who asked for it; or who withdrew it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was approved, rejected or withdrawn.' })
  @Property({ type: 'timestamptz', fieldName: 'decided_at', nullable: true })
  decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was approved, rejected or withdrawn.' })
  @Property({ type: 'text', fieldName: 'decision_reason', nullable: true })
  decisionReason!: string | null;
}
