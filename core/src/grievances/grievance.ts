import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { GraphQLBoolean } from 'graphql';
import { Field, Int } from 'type-graphql';
import { Privacy } from '../kernel/privacy/classification.js';
import { sql, today } from '../kernel/read/sql.js';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource, SqlField } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Household } from '../people/households/household.js';
import { Person } from '../people/persons/person.js';
import { Place } from '../people/places/place.js';
import { Decision } from '../programmes/decisions/decision.js';
import { Enrolment } from '../programmes/enrolments/enrolment.js';
import { Entitlement } from '../programmes/entitlement.js';
import { Programme } from '../programmes/programme.js';
import { PaymentInstruction } from '../transactions/runs/payment-instruction.js';
import { GrievanceMessage } from './message.js';
import { GrievanceStep } from './grievance-step.js';
import { anything } from './masked-words.js';
import { bySecrecy, grievanceScope } from './scope.js';
import { Complainant, GrievanceConfidentiality, GrievanceState } from './states.js';

@Resource({
  description: 'That somebody complains of a decision, a payment, a service or somebody, and what becomes of it.',
  table: 'grievances.grievance',
  prefix: 'grievance',
  read: 'grievances.cases.read',
  privacy: { subject: { person: 'person', household: 'household' }, sensitivity: 'personal', purpose: 'grievances' },
  one: 'grievance',
  many: 'grievances',
  keys: ['reference'],
  scope: grievanceScope,
  only: bySecrecy,
})
export class Grievance extends Versioned {
  @Field(() => String, { description: 'What names it in letters and talks. It tells nothing, and opens nothing.' })
  @Property({ type: 'text' })
  reference!: string;

  @Privacy({ sensitivity: 'sensitive', stored: 'digest' })
  @Property({ type: 'bytea', columnType: 'bytea', fieldName: 'code_digest' })
  codeDigest!: Buffer;

  @Field(() => Complainant, { description: 'Who complains.' })
  @Property({ type: 'text' })
  complainant!: Complainant;

  @Field(() => Person, { nullable: true, description: 'Who complains, or for whom somebody does, where they are registered and you may see them.' })
  @ManyToOne(() => Person, { nullable: true, fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person> | null;

  @Field(() => Household, { nullable: true, description: 'The household that it is about, where it is about an enrolment of one.' })
  @ManyToOne(() => Household, { nullable: true, fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household> | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'The name of the representative, or of somebody who is not registered.' })
  @Property({ type: 'text', nullable: true, fieldName: 'complainant_name' })
  complainantName!: string | null;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'How they want to be reached.' })
  @Property({ type: 'text', nullable: true })
  contact!: string | null;

  @Field(() => Place, { nullable: true, description: 'Where it is looked into.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => Programme, { nullable: true, description: 'The programme that it is about.' })
  @ManyToOne(() => Programme, { nullable: true, fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme> | null;

  @Field(() => Decision, { nullable: true, description: 'The decision that it is about.' })
  @ManyToOne(() => Decision, { nullable: true, fieldName: 'decision_id', type: 'uuid' })
  decision!: Rel<Decision> | null;

  @Field(() => Enrolment, { nullable: true, description: 'The enrolment that it is about.' })
  @ManyToOne(() => Enrolment, { nullable: true, fieldName: 'enrolment_id', type: 'uuid' })
  enrolment!: Rel<Enrolment> | null;

  @Field(() => Entitlement, { nullable: true, description: 'The entitlement that it is about.' })
  @ManyToOne(() => Entitlement, { nullable: true, fieldName: 'entitlement_id', type: 'uuid' })
  entitlement!: Rel<Entitlement> | null;

  @Field(() => PaymentInstruction, { nullable: true, description: 'The payment that it is about.' })
  @ManyToOne(() => PaymentInstruction, { nullable: true, fieldName: 'instruction_id', type: 'uuid' })
  instruction!: Rel<PaymentInstruction> | null;

  @Field(() => String, { description: 'Of what kind, one of `grievanceCategories`.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => String, { description: 'By which way it came, one of `grievanceChannels`.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => GrievanceConfidentiality, { description: 'Who sees it.' })
  @Property({ type: 'text' })
  confidentiality!: GrievanceConfidentiality;

  @Field(() => [String], { description: 'Users who are complained of; none of them sees it.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  against!: string[];

  @Field(() => [String], { description: 'Users whose decision it contests, or who decided on it before an appeal; none of them decides on it.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  deciders!: string[];

  @Field(() => GrievanceState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: GrievanceState;

  @Property({ type: 'integer', fieldName: 'steps' })
  stepCount!: number;

  @Field(() => Int, { description: 'At which of `grievanceLevels` it is, from 1.' })
  @Property({ type: 'integer' })
  level!: number;

  @Field(() => String, { nullable: true, description: 'The user who looks into it.' })
  @Property({ type: 'text', nullable: true, fieldName: 'assigned_to' })
  assignedTo!: string | null;

  @Property({ type: 'uuid', nullable: true, fieldName: 'calendar_id' })
  calendar!: string | null;

  @Field(() => LocalDate, { description: 'When it was received.' })
  @Property({ type: 'date', fieldName: 'received_on' })
  receivedOn!: string;

  @Field(() => LocalDate, { description: 'By when whoever complains is told that it is looked at.' })
  @Property({ type: 'date', fieldName: 'acknowledge_by' })
  acknowledgeBy!: string;

  @Field(() => LocalDate, { description: 'By when it is to be decided, at this level.' })
  @Property({ type: 'date', fieldName: 'resolve_by' })
  resolveBy!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When whoever complains was told that it is looked at, at this level.' })
  @Property({ type: 'date', nullable: true, fieldName: 'acknowledged_on' })
  acknowledgedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'date', nullable: true, fieldName: 'decided_on' })
  decidedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was closed.' })
  @Property({ type: 'date', nullable: true, fieldName: 'closed_on' })
  closedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'How it was decided, one of `grievanceOutcomes`.' })
  @Property({ type: 'text', nullable: true })
  outcome!: string | null;

  @Field(() => Int, { nullable: true, description: 'How many working days passed until it was decided.' })
  @Property({ type: 'integer', nullable: true, fieldName: 'working_days' })
  workingDays!: number | null;

  @Field(() => LocalDate, { nullable: true, description: 'From which day it goes to the next level by itself.' })
  @Property({ type: 'date', nullable: true, fieldName: 'escalate_on' })
  escalateOn!: string | null;

  @Field(() => String, { description: 'Who recorded it.' })
  @Property({ type: 'text', fieldName: 'recorded_by' })
  recordedBy!: string;

  @SqlField(() => GraphQLBoolean, {
    description: 'Whether a time limit has passed, on the day of the request.',
    sql: (t) => sql`(${t['state']} not in ('RESOLVED', 'REJECTED', 'CLOSED') and (${t['resolveBy']} < ${today} or (${t['acknowledgedOn']} is null and ${t['acknowledgeBy']} < ${today})))`,
  })
  overdue!: boolean;

  @Connection(() => GrievanceStep, { mappedBy: 'grievance', description: 'What was done with it.' })
  steps!: unknown;

  @Connection(() => GrievanceMessage, { mappedBy: 'grievance', description: 'What was said.' })
  messages!: unknown;
}
