import { Connection, Decimal, Field, Int, ManyToOne, Property, registerEnumType, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { FacilityLevel } from '../facilities/facility.js';
import { HealthService } from '../registers/service.js';
import { InsurancePlanVersion } from './insurance-plan-version.js';

export enum PriceOrigin {
  LIST = 'LIST',
  CLAIMED = 'CLAIMED',
  RELATIVE = 'RELATIVE',
}
registerEnumType(PriceOrigin, {
  name: 'PriceOrigin',
  description: 'By which price a service is paid.',
  valuesConfig: {
    LIST: { description: "That of the facility's price list." },
    CLAIMED: { description: 'That which is asked for.' },
    RELATIVE: { description: 'A part of what contributions give: it is valued by a run.' },
  },
});

export enum CeilingExclusion {
  NONE = 'NONE',
  HOSPITAL = 'HOSPITAL',
  NON_HOSPITAL = 'NON_HOSPITAL',
  BOTH = 'BOTH',
}
registerEnumType(CeilingExclusion, {
  name: 'CeilingExclusion',
  description: 'Where ceilings do not count a service.',
  valuesConfig: {
    NONE: { description: 'They count it everywhere.' },
    HOSPITAL: { description: 'In hospital, as the plan means it.' },
    NON_HOSPITAL: { description: 'Elsewhere than in hospital.' },
    BOTH: { description: 'They never count it.' },
  },
});

export enum VisitKind {
  OTHER = 'OTHER',
  EMERGENCY = 'EMERGENCY',
  REFERRAL = 'REFERRAL',
}
registerEnumType(VisitKind, {
  name: 'VisitKind',
  description: 'How a patient came.',
  valuesConfig: { OTHER: { description: 'By themselves.' }, EMERGENCY: { description: 'In an emergency.' }, REFERRAL: { description: 'Referred by another facility.' } },
});

export enum CoverLimitKind {
  SHARE = 'SHARE',
  AMOUNT = 'AMOUNT',
}
registerEnumType(CoverLimitKind, {
  name: 'CoverLimitKind',
  description: 'How it is said what is paid of a service.',
  valuesConfig: { SHARE: { description: 'A part of the price: 0.8 is eighty in a hundred.' }, AMOUNT: { description: 'An amount for each unit at most.' } },
});

@Resource({
  description: 'That a version of a plan covers a service or an item, and on which terms.',
  table: 'health_insurance.plan_cover',
  prefix: 'plan_cover',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class PlanCover extends Versioned {
  @Field(() => InsurancePlanVersion, { nullable: true, description: 'Which version.' })
  @ManyToOne(() => InsurancePlanVersion, { fieldName: 'plan_version_id', type: 'uuid' })
  planVersion!: Rel<InsurancePlanVersion>;

  @Field(() => HealthService, { description: 'What it covers.' })
  @ManyToOne(() => HealthService, { fieldName: 'service_id', type: 'uuid' })
  service!: Rel<HealthService>;

  @Field(() => PriceOrigin, { description: 'By which price.' })
  @Property({ type: 'text', fieldName: 'price_origin', default: PriceOrigin.LIST })
  priceOrigin!: PriceOrigin;

  @Field(() => Int, { description: 'Months that an adult waits for it from the first day of cover.' })
  @Property({ type: 'integer', fieldName: 'waiting_months_adult', default: 0 })
  waitingMonthsAdult!: number;

  @Field(() => Int, { description: 'Months that a child waits for it from the first day of cover.' })
  @Property({ type: 'integer', fieldName: 'waiting_months_child', default: 0 })
  waitingMonthsChild!: number;

  @Field(() => Decimal, { nullable: true, description: 'How much of it an adult is paid in a cover period; without end where null.' })
  @Property({ type: 'numeric', fieldName: 'most_quantity_adult', nullable: true })
  mostQuantityAdult!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much of it a child is paid in a cover period; without end where null.' })
  @Property({ type: 'numeric', fieldName: 'most_quantity_child', nullable: true })
  mostQuantityChild!: string | null;

  @Field(() => CeilingExclusion, { description: 'Where ceilings do not count it for adults.' })
  @Property({ type: 'text', fieldName: 'ceiling_exclusion_adult', default: CeilingExclusion.NONE })
  ceilingExclusionAdult!: CeilingExclusion;

  @Field(() => CeilingExclusion, { description: 'Where ceilings do not count it for children.' })
  @Property({ type: 'text', fieldName: 'ceiling_exclusion_child', default: CeilingExclusion.NONE })
  ceilingExclusionChild!: CeilingExclusion;

  @Connection(() => PlanCoverLimit, { mappedBy: 'cover', description: 'What is paid of it, by the kind of visit and the level of the facility; all of it where there is none.' })
  limits!: unknown;
}

@Resource({
  description: 'What is paid of a service by the kind of visit and the level of the facility. That of the kind of visit holds before that of OTHER, and of these that of the level before that of any level.',
  table: 'health_insurance.plan_cover_limit',
  prefix: 'plan_cover_limit',
  read: 'health-insurance.plans.read',
  privacy: { sensitivity: 'public', purpose: 'health-insurance' },
})
export class PlanCoverLimit extends Versioned {
  @Field(() => PlanCover, { nullable: true, description: 'Of which cover.' })
  @ManyToOne(() => PlanCover, { fieldName: 'plan_cover_id', type: 'uuid' })
  cover!: Rel<PlanCover>;

  @Property({ type: 'uuid', fieldName: 'plan_version_id' })
  planVersion!: string;

  @Field(() => VisitKind, { description: 'For which kind of visit.' })
  @Property({ type: 'text' })
  visit!: VisitKind;

  @Field(() => FacilityLevel, { nullable: true, description: 'At facilities of which level; of any where null.' })
  @Property({ type: 'text', nullable: true })
  level!: FacilityLevel | null;

  @Field(() => CoverLimitKind, { description: 'A share, or an amount.' })
  @Property({ type: 'text' })
  kind!: CoverLimitKind;

  @Field(() => Decimal, { description: 'Of an adult.' })
  @Property({ type: 'numeric' })
  adult!: string;

  @Field(() => Decimal, { description: 'Of a child.' })
  @Property({ type: 'numeric' })
  child!: string;
}
