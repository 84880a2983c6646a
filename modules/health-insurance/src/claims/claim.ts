import {
  Connection, Decimal, Field, GraphQLString, LocalDate, ManyToOne, MoneyField, Person, Place, Privacy, Property, Resource, sql, SqlField, trusted, Versioned, type Rel,
} from '@kinga/plugin-sdk';
import { HealthFacility } from '../facilities/facility.js';
import { Diagnosis } from '../registers/diagnosis.js';
import { ServiceCategory } from '../registers/kinds.js';
import { ClaimDiagnosis } from './claim-diagnosis.js';
import { ClaimLine } from './claim-line.js';
import { ClaimSelection, ClaimState, VisitType } from './kinds.js';
import { care } from './masked-care.js';
import { claimScope } from './scope.js';

@Resource({
  description: 'What a health facility asks for the care of a patient.',
  table: 'health_insurance.claim',
  prefix: 'claim',
  read: 'health-insurance.claims.read',
  privacy: { subject: { person: 'person' }, sensitivity: 'sensitive', purpose: 'health-insurance' },
  one: 'claim',
  many: 'claims',
  scope: claimScope,
  maker: 'submittedBy',
})
export class Claim extends Versioned {
  @Field(() => String, { description: 'Its code, unique among the claims of the facility.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => HealthFacility, { nullable: true, description: 'Which facility asks.' })
  @ManyToOne(() => HealthFacility, { fieldName: 'facility_id', type: 'uuid' })
  facility!: Rel<HealthFacility>;

  @Field(() => Place, { nullable: true, description: 'Where the facility has its seat.' })
  @ManyToOne(() => Place, { nullable: true, fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place> | null;

  @Field(() => Person, { nullable: true, description: 'The patient.' })
  @ManyToOne(() => Person, { fieldName: 'person_id', type: 'uuid' })
  person!: Rel<Person>;

  @Field(() => VisitType, { description: 'How the patient came.' })
  @Property({ type: 'text' })
  visit!: VisitType;

  @Field(() => LocalDate, { description: 'First day of the visit.' })
  @Property({ type: 'date', fieldName: 'visit_from' })
  visitFrom!: string;

  @Field(() => LocalDate, { description: 'Last day of the visit: the day that prices, ages and cover are looked up for.' })
  @Property({ type: 'date', fieldName: 'visit_to' })
  visitTo!: string;

  @Field(() => LocalDate, { description: 'Day on which the facility claims.' })
  @Property({ type: 'date', fieldName: 'claimed_on' })
  claimedOn!: string;

  @Privacy(care)
  @ManyToOne(() => Diagnosis, { fieldName: 'diagnosis_id', type: 'uuid' })
  diagnosis!: Rel<Diagnosis>;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Code of the main diagnosis.', sql: ({ diagnosis }) => sql`(select d.code from health_insurance.diagnosis d where d.id = ${diagnosis ?? trusted('null')})` })
  diagnosisCode!: string | null;

  @Privacy(care)
  @SqlField(() => GraphQLString, { nullable: true, description: 'Name of the main diagnosis.', sql: ({ diagnosis }) => sql`(select d.name from health_insurance.diagnosis d where d.id = ${diagnosis ?? trusted('null')})` })
  diagnosisName!: string | null;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'What the facility adds in words.' })
  @Property({ type: 'text', nullable: true })
  explanation!: string | null;

  @Property({ type: 'numeric', fieldName: 'claimed' })
  claimedAmount!: string;

  @Property({ type: 'numeric', fieldName: 'approved', nullable: true })
  approvedAmount!: string | null;

  @Property({ type: 'numeric', fieldName: 'remitted' })
  remittedAmount!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'claimedAmount', currency: 'currency', description: 'How much is asked for in all.' })
  claimed!: unknown;

  @MoneyField({ amount: 'approvedAmount', currency: 'currency', nullable: true, description: 'How much is paid for it; null until it is settled.' })
  approved!: unknown;

  @SqlField(() => Decimal, {
    nullable: true, description: 'How much of it the member bears, in its currency: deductibles, shares and what is above ceilings, of all lines. Null until it is valued. What is not accepted the facility bears.',
    sql: ({ id }) => sql`(select case when bool_and(r.adjusted is not null) then sum(r.deductible + r.member_share + r.over_ceiling) end from health_insurance.claim_line_result r where r.claim_id = ${id ?? trusted('null')} and r.superseded_by is null)`,
  })
  memberBears!: string | null;

  @MoneyField({ amount: 'remittedAmount', currency: 'currency', description: 'How much of that went into remittances.' })
  remitted!: unknown;

  @Field(() => ClaimState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ClaimState;

  @Field(() => ClaimSelection, { description: 'Whether it is reviewed.' })
  @Property({ type: 'text', fieldName: 'review_state' })
  reviewState!: ClaimSelection;

  @Field(() => ClaimSelection, { description: 'Whether the patient is asked.' })
  @Property({ type: 'text', fieldName: 'feedback_state' })
  feedbackState!: ClaimSelection;

  @Field(() => String, { nullable: true, description: 'Why nothing is paid for it, as one of `claimReasons`; null where it is not rejected.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Privacy(care)
  @Field(() => ServiceCategory, { nullable: true, description: 'What it is counted as, by its services; null until it is checked.' })
  @Property({ type: 'text', nullable: true })
  category!: ServiceCategory | null;

  @Privacy(care)
  @Field(() => String, { nullable: true, description: 'Why it was last opened again after it had been decided.' })
  @Property({ type: 'text', fieldName: 'reopened_because', nullable: true })
  reopenedBecause!: string | null;

  @Field(() => Claim, { nullable: true, description: 'The rejected claim that it was restored from.' })
  @ManyToOne(() => Claim, { nullable: true, fieldName: 'restored_from_id', type: 'uuid' })
  restoredFrom!: Rel<Claim> | null;

  @Field(() => String, { description: 'Who entered it.' })
  @Property({ type: 'text', fieldName: 'entered_by' })
  enteredBy!: string;

  @Field(() => String, { nullable: true, description: 'Who submitted it.' })
  @Property({ type: 'text', fieldName: 'submitted_by', nullable: true })
  submittedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was submitted.' })
  @Property({ type: 'date', fieldName: 'submitted_on', nullable: true })
  submittedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was last checked.' })
  @Property({ type: 'date', fieldName: 'checked_on', nullable: true })
  checkedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was last decided what is paid for it.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it last went into a remittance.' })
  @Property({ type: 'date', fieldName: 'paid_on', nullable: true })
  paidOn!: string | null;

  @Connection(() => ClaimLine, { mappedBy: 'claim', description: 'What is asked for, line by line.' })
  lines!: unknown;

  @Connection(() => ClaimDiagnosis, { mappedBy: 'claim', description: 'The diagnoses beside the main one.' })
  otherDiagnoses!: unknown;
}
