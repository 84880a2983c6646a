import { byProgramme, Connection, Decimal, Field, Int, LocalDate, ManyToOne, Programme, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { InsurancePlan } from './insurance-plan.js';
import { PlanCover } from './plan-cover.js';
import { PlanCategoryLimit, PlanLimit, PlanSubsidy } from './plan-limit.js';
import { InPatientBy, PlanVersionState, PolicyActivation } from './plan-terms.js';

@Resource({
  description: 'What a plan offers from a day on. Amounts are in the currency of its programme. On a day that version is in force that was published for the latest day until then.',
  table: 'health_insurance.plan_version',
  prefix: 'insurance_plan_version',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
  one: 'insurancePlanVersion',
  many: 'insurancePlanVersions',
  scope: byProgramme('programme'),
  seenWith: ['programme', 'plan'],
})
export class InsurancePlanVersion extends Versioned {
  @Field(() => InsurancePlan, { description: 'Of which plan.' })
  @ManyToOne(() => InsurancePlan, { fieldName: 'plan_id', type: 'uuid' })
  plan!: Rel<InsurancePlan>;

  @Field(() => Programme, { description: 'Of which programme.' })
  @ManyToOne(() => Programme, { fieldName: 'programme_id', type: 'uuid' })
  programme!: Rel<Programme>;

  @Field(() => Int, { description: 'Counts the versions of the plan from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => PlanVersionState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: PlanVersionState;

  @Field(() => LocalDate, { description: 'First day on which it is offered.' })
  @Property({ type: 'date', fieldName: 'effective_from' })
  effectiveFrom!: string;

  @Field(() => String, { nullable: true, description: 'Where its numbers are from: act, section, gazette.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Field(() => [String], { description: 'Everybody who wrote anything in it; none of them publishes it.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  authors!: string[];

  @Field(() => String, { nullable: true, description: 'Who published it: none of its authors.' })
  @Property({ type: 'text', fieldName: 'published_by', nullable: true })
  publishedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was published.' })
  @Property({ type: 'date', fieldName: 'published_on', nullable: true })
  publishedOn!: string | null;

  @Field(() => Int, { description: 'For how many months a policy covers.' })
  @Property({ type: 'integer', fieldName: 'cover_months' })
  coverMonths!: number;

  @Field(() => Int, { description: 'Months between the enrolment of a new household and the first day of its policy.' })
  @Property({ type: 'integer', fieldName: 'administration_months', default: 0 })
  administrationMonths!: number;

  @Field(() => Int, { description: 'Months after the start of a cycle in which a new household may still join it.' })
  @Property({ type: 'integer', fieldName: 'grace_enrolment_months', default: 0 })
  graceEnrolmentMonths!: number;

  @Field(() => Int, { description: 'Months after the start of a cycle in which a policy may still be renewed for it.' })
  @Property({ type: 'integer', fieldName: 'grace_renewal_months', default: 0 })
  graceRenewalMonths!: number;

  @Field(() => Int, { description: 'Months in which the premium is to be paid where there are no cycles.' })
  @Property({ type: 'integer', fieldName: 'grace_payment_months', default: 0 })
  gracePaymentMonths!: number;

  @Field(() => [String], { description: 'Days of the year on which policies start, as MM-DD, in their order; on any day where there are none.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  cycles!: string[];

  @Field(() => Int, { description: 'Age from which a member counts as an adult.' })
  @Property({ type: 'integer', fieldName: 'adult_from', default: 18 })
  adultFrom!: number;

  @Field(() => Int, { nullable: true, description: 'How many members of a household are covered at most; all where null.' })
  @Property({ type: 'integer', fieldName: 'max_members', nullable: true })
  maxMembers!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many members the lump sum is for; all where null.' })
  @Property({ type: 'integer', nullable: true })
  threshold!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What the members up to the threshold cost together; each of them costs the premium where null.' })
  @Property({ type: 'numeric', fieldName: 'lump_sum', nullable: true })
  lumpSum!: string | null;

  @Field(() => Decimal, { description: 'What an adult costs who is in no lump sum.' })
  @Property({ type: 'numeric', fieldName: 'premium_adult', default: '0' })
  premiumAdult!: string;

  @Field(() => Decimal, { description: 'What a child costs that is in no lump sum.' })
  @Property({ type: 'numeric', fieldName: 'premium_child', default: '0' })
  premiumChild!: string;

  @Field(() => Decimal, { nullable: true, description: 'What the registration of a new household costs; the fee for each member where null.' })
  @Property({ type: 'numeric', fieldName: 'registration_lump_sum', nullable: true })
  registrationLumpSum!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the registration of a new household costs for each member.' })
  @Property({ type: 'numeric', fieldName: 'registration_fee', nullable: true })
  registrationFee!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What a household pays for the general assembly; the fee for each member where null.' })
  @Property({ type: 'numeric', fieldName: 'assembly_lump_sum', nullable: true })
  assemblyLumpSum!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What each member pays for the general assembly.' })
  @Property({ type: 'numeric', fieldName: 'assembly_fee', nullable: true })
  assemblyFee!: string | null;

  @Field(() => Decimal, { description: 'Which part of the whole is let off to those who enrol early: 0.1 is ten in a hundred.' })
  @Property({ type: 'numeric', fieldName: 'enrolment_discount', default: '0' })
  enrolmentDiscount!: string;

  @Field(() => Int, { description: 'How many months before the start of a cycle is early.' })
  @Property({ type: 'integer', fieldName: 'enrolment_discount_months', default: 0 })
  enrolmentDiscountMonths!: number;

  @Field(() => Decimal, { description: 'Which part of the whole is let off to those who renew early.' })
  @Property({ type: 'numeric', fieldName: 'renewal_discount', default: '0' })
  renewalDiscount!: string;

  @Field(() => Int, { description: 'How many months before the day after the policy ends is early.' })
  @Property({ type: 'integer', fieldName: 'renewal_discount_months', default: 0 })
  renewalDiscountMonths!: number;

  @Field(() => Int, { description: 'In how many instalments, month by month, a premium may be paid.' })
  @Property({ type: 'integer', fieldName: 'max_instalments', default: 1 })
  maxInstalments!: number;

  @Field(() => PolicyActivation, { description: 'What makes its policies active.' })
  @Property({ type: 'text', default: PolicyActivation.PAYMENT })
  activation!: PolicyActivation;

  @Field(() => InPatientBy, { description: 'What its limits mean by in-patient.' })
  @Property({ type: 'text', fieldName: 'in_patient', default: InPatientBy.HOSPITAL })
  inPatient!: InPatientBy;

  @Connection(() => PlanLimit, { mappedBy: 'planVersion', description: 'Deductibles and ceilings.' })
  limits!: unknown;

  @Connection(() => PlanCategoryLimit, { mappedBy: 'planVersion', description: 'Limits of categories of care, in a cover period.' })
  categoryLimits!: unknown;

  @Connection(() => PlanSubsidy, { mappedBy: 'planVersion', description: 'Who pays what of premiums by which rule of the kind SUBSIDY.' })
  subsidies!: unknown;

  @Connection(() => PlanCover, { mappedBy: 'planVersion', description: 'The benefit package: what it covers.' })
  covers!: unknown;
}
