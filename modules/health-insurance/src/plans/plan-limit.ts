import { Decimal, Field, Int, ManyToOne, Organisation, Property, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { InsurancePlanVersion } from './insurance-plan-version.js';
import { CareCategory, LimitCare, LimitKind, LimitPer } from './plan-terms.js';

@Resource({
  description: 'A deductible or a ceiling of a version of a plan.',
  table: 'health_insurance.plan_limit',
  prefix: 'plan_limit',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class PlanLimit extends Versioned {
  @Field(() => InsurancePlanVersion, { nullable: true, description: 'Of which version.' })
  @ManyToOne(() => InsurancePlanVersion, { fieldName: 'plan_version_id', type: 'uuid' })
  planVersion!: Rel<InsurancePlanVersion>;

  @Field(() => LimitKind, { description: 'What it does.' })
  @Property({ type: 'text' })
  kind!: LimitKind;

  @Field(() => LimitPer, { description: 'Over what it counts.' })
  @Property({ type: 'text' })
  per!: LimitPer;

  @Field(() => LimitCare, { description: 'Which care it is about.' })
  @Property({ type: 'text' })
  care!: LimitCare;

  @Field(() => Decimal, { description: 'How much.' })
  @Property({ type: 'numeric' })
  amount!: string;

  @Field(() => Decimal, { nullable: true, description: 'Of a ceiling of a policy: what each member above the threshold adds.' })
  @Property({ type: 'numeric', fieldName: 'extra_member_amount', nullable: true })
  extraMemberAmount!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far it grows with the members; without end where null.' })
  @Property({ type: 'numeric', fieldName: 'most_amount', nullable: true })
  mostAmount!: string | null;
}

@Resource({
  description: 'How often, and for how much, care of a category is paid in a cover period.',
  table: 'health_insurance.plan_category_limit',
  prefix: 'plan_category_limit',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class PlanCategoryLimit extends Versioned {
  @Field(() => InsurancePlanVersion, { nullable: true, description: 'Of which version.' })
  @ManyToOne(() => InsurancePlanVersion, { fieldName: 'plan_version_id', type: 'uuid' })
  planVersion!: Rel<InsurancePlanVersion>;

  @Field(() => CareCategory, { description: 'Which category.' })
  @Property({ type: 'text' })
  category!: CareCategory;

  @Field(() => Int, { nullable: true, description: 'How often at most, for each member; 0 is never.' })
  @Property({ type: 'integer', nullable: true })
  most!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'For how much at most, for each member.' })
  @Property({ type: 'numeric', nullable: true })
  amount!: string | null;
}

@Resource({
  description: 'That an organisation pays the part of premiums that a rule gives.',
  table: 'health_insurance.plan_subsidy',
  prefix: 'plan_subsidy',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class PlanSubsidy extends Versioned {
  @Field(() => InsurancePlanVersion, { nullable: true, description: 'Of which version.' })
  @ManyToOne(() => InsurancePlanVersion, { fieldName: 'plan_version_id', type: 'uuid' })
  planVersion!: Rel<InsurancePlanVersion>;

  @Field(() => String, { description: 'Code of a rule of the kind SUBSIDY in the programme.' })
  @Property({ type: 'text', fieldName: 'rule_code' })
  ruleCode!: string;

  @Field(() => Organisation, { nullable: true, description: 'Who pays it.' })
  @ManyToOne(() => Organisation, { fieldName: 'organisation_id', type: 'uuid' })
  organisation!: Rel<Organisation>;
}
