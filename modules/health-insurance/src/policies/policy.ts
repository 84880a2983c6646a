import { Connection, Field, Household, Int, LocalDate, ManyToOne, MoneyField, Privacy, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Coverage } from '../coverage/coverage.js';
import { InsurancePlanVersion } from '../plans/insurance-plan-version.js';
import { InsurancePlan } from '../plans/insurance-plan.js';
import { PolicyLine, PolicyShare } from './policy-line.js';
import { PolicyStage, PolicyState } from './policy-terms.js';
import { ofHousehold } from './scope.js';

@Resource({
  description: 'That a household is insured by a plan for a period, on the terms of the version that was in force when it was taken out.',
  table: 'health_insurance.policy',
  prefix: 'policy',
  read: 'health-insurance.policies.read',
  privacy: { subject: { household: 'household' }, sensitivity: 'personal', purpose: 'health-insurance' },
  one: 'policy',
  many: 'policies',
  keys: ['number'],
  scope: ofHousehold,
  seenWith: ['programme', 'plan', 'planVersion', 'renewedFrom'],
  maker: 'enrolledBy',
})
export class Policy extends Versioned {
  @Field(() => String, { description: 'Its number.' })
  @Property({ type: 'text', unique: true })
  number!: string;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => InsurancePlan, { description: 'By which plan.' })
  @ManyToOne(() => InsurancePlan, { fieldName: 'plan_id', type: 'uuid' })
  plan!: Rel<InsurancePlan>;

  @Field(() => InsurancePlanVersion, { description: 'On the terms of which version.' })
  @ManyToOne(() => InsurancePlanVersion, { fieldName: 'plan_version_id', type: 'uuid' })
  planVersion!: Rel<InsurancePlanVersion>;

  @Field(() => Household, { nullable: true, description: 'Whose policy it is; null where you may not see the household.' })
  @ManyToOne(() => Household, { fieldName: 'household_id', type: 'uuid' })
  household!: Rel<Household>;

  @Field(() => PolicyStage, { description: 'Whether it renews another.' })
  @Property({ type: 'text' })
  stage!: PolicyStage;

  @Field(() => Policy, { nullable: true, description: 'The policy that it renews.' })
  @ManyToOne(() => Policy, { nullable: true, fieldName: 'renewed_from_id', type: 'uuid' })
  renewedFrom!: Rel<Policy> | null;

  @Field(() => PolicyState, { description: 'Where it stands.' })
  @Property({ type: 'text', default: PolicyState.IDLE })
  state!: PolicyState;

  @Field(() => LocalDate, { description: 'Since when it stands there.' })
  @Property({ type: 'date', fieldName: 'state_on' })
  stateOn!: string;

  @Field(() => String, { nullable: true, description: 'Why it stands there, as a code: PAID, NOTHING_DUE, BEFORE_PAID, PAYMENT_REVERSED, or what was given.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Privacy({ sensitivity: 'personal', purpose: 'health-insurance' })
  @Field(() => String, { nullable: true, description: 'What somebody added to the reason, in words.' })
  @Property({ type: 'text', nullable: true })
  note!: string | null;

  @Field(() => LocalDate, { description: 'Day on which it was taken out.' })
  @Property({ type: 'date', fieldName: 'enrolled_on' })
  enrolledOn!: string;

  @Field(() => String, { description: 'Who took it in.' })
  @Property({ type: 'text', fieldName: 'enrolled_by' })
  enrolledBy!: string;

  @Field(() => String, { nullable: true, description: 'Who said that it is ready: somebody else.' })
  @Property({ type: 'text', fieldName: 'ready_by', nullable: true })
  readyBy!: string | null;

  @Field(() => LocalDate, { description: 'First day of its period.' })
  @Property({ type: 'date', fieldName: 'starts_on' })
  startsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day from which its members are covered; null until it is active.' })
  @Property({ type: 'date', fieldName: 'effective_on', nullable: true })
  effectiveOn!: string | null;

  @Field(() => LocalDate, { description: 'Last day of its period.' })
  @Property({ type: 'date', fieldName: 'ends_on' })
  endsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'When it was told that it ends soon and is not renewed; null where it was not.' })
  @Property({ type: 'date', fieldName: 'ending_told_on', nullable: true })
  endingToldOn!: string | null;

  @Field(() => LocalDate, { description: 'Day by which the premium is to be paid.' })
  @Property({ type: 'date', fieldName: 'pay_by' })
  payBy!: string;

  @Field(() => Int, { description: 'For how many adults it was counted.' })
  @Property({ type: 'integer' })
  adults!: number;

  @Field(() => Int, { description: 'For how many children.' })
  @Property({ type: 'integer' })
  children!: number;

  @Field(() => Int, { description: 'For how many adults who are not related to the head.' })
  @Property({ type: 'integer', fieldName: 'other_adults' })
  otherAdults!: number;

  @Field(() => Int, { description: 'For how many children who are not related to the head.' })
  @Property({ type: 'integer', fieldName: 'other_children' })
  otherChildren!: number;

  @Property({ type: 'numeric', fieldName: 'value' })
  valueNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'valueNumber', currency: 'currency', description: 'The premium, whoever pays it.' })
  value!: unknown;

  @Connection(() => PolicyLine, { mappedBy: 'policy', description: 'What the premium is made of.' })
  lines!: unknown;

  @Connection(() => PolicyShare, { mappedBy: 'policy', description: 'Who pays which part of it.' })
  shares!: unknown;

  @Connection(() => Coverage, { mappedBy: 'policy', description: 'Who is or was covered by it.' })
  coverage!: unknown;
}
