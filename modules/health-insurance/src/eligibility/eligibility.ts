import { Decimal, Field, Int, LocalDate, MoneyValue, ObjectType } from '@kinga/plugin-sdk';
import { CareCategory, LimitCare, LimitKind, LimitPer } from '../plans/plan-terms.js';

@ObjectType({ description: 'Why somebody, or a service, is not covered.' })
export class EligibilityReason {
  @Field(() => String, { description: 'A code, one of `claimReasons`, or PREMIUM_NOT_PAID where a policy would cover the person once what `unpaid` says is paid.' })
  code!: string;

  @Field(() => String, { description: 'In words.' })
  description!: string;
}

@ObjectType({ description: 'What is left of a category of care in the period of a policy, for the person.' })
export class CategoryLeft {
  @Field(() => CareCategory, { description: 'Which category.' })
  category!: CareCategory;

  @Field(() => Int, { nullable: true, description: 'How often it is still paid; without end where null.' })
  timesLeft!: number | null;

  @Field(() => MoneyValue, { nullable: true, description: 'For how much; without end where null.' })
  amountLeft!: MoneyValue | null;
}

@ObjectType({ description: 'What is left of a deductible or a ceiling of a policy.' })
export class LimitLeft {
  @Field(() => LimitKind, { description: 'What it does.' })
  kind!: LimitKind;

  @Field(() => LimitPer, { description: 'Over what it counts.' })
  per!: LimitPer;

  @Field(() => LimitCare, { description: 'Which care it is about.' })
  care!: LimitCare;

  @Field(() => MoneyValue, { description: 'How much it is, with what the members add to it.' })
  amount!: MoneyValue;

  @Field(() => MoneyValue, { description: 'What of a deductible the member has still to pay, and what of a ceiling can still be paid.' })
  left!: MoneyValue;
}

@ObjectType({ description: 'What a policy means for the service that is asked for.' })
export class ServiceEligibility {
  @Field(() => Boolean, { description: 'Whether something is paid on the day.' })
  covered!: boolean;

  @Field(() => [EligibilityReason], { description: 'Why nothing is paid.' })
  reasons!: readonly EligibilityReason[];

  @Field(() => LocalDate, { nullable: true, description: 'Day from which it is paid, where there is a waiting period.' })
  waitsUntil!: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How much of it is still paid in the period; without end where null.' })
  quantityLeft!: string | null;

  @Field(() => MoneyValue, { description: 'What one costs: by the price list of the facility, or else by the register.' })
  unitPrice!: MoneyValue;

  @Field(() => MoneyValue, { nullable: true, description: 'What the plan would pay of all; null where that is known only once a period is valued.' })
  planPays!: MoneyValue | null;

  @Field(() => MoneyValue, { nullable: true, description: 'What the member would pay.' })
  memberPays!: MoneyValue | null;
}

@ObjectType({ description: 'A policy that covers a person on a day.' })
export class EligibilityPolicy {
  @Field(() => String, { description: 'Its number.' })
  number!: string;

  @Field(() => String, { description: 'Code of its plan.' })
  plan!: string;

  @Field(() => LocalDate, { description: 'First day on which the person is covered.' })
  effectiveOn!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  endsOn!: string;

  @Field(() => [CategoryLeft], { description: 'What is left of the categories that the plan limits.' })
  categories!: readonly CategoryLeft[];

  @Field(() => [LimitLeft], { description: 'What is left of deductibles and ceilings.' })
  limits!: readonly LimitLeft[];

  @Field(() => ServiceEligibility, { nullable: true, description: 'What it means for the service; null where none is asked for.' })
  service!: ServiceEligibility | null;
}

@ObjectType({ description: 'A policy that would cover the person on the day, were its premium paid.' })
export class UnpaidPolicy {
  @Field(() => String, { description: 'Its number.' })
  number!: string;

  @Field(() => String, { description: 'Code of its plan.' })
  plan!: string;

  @Field(() => LocalDate, { description: 'First day of its period. Its members are covered from the day of the payment, never before this one.' })
  startsOn!: string;

  @Field(() => LocalDate, { description: 'Last day of its period.' })
  endsOn!: string;

  @Field(() => MoneyValue, { description: 'What of the share of the household is still to be paid.' })
  due!: MoneyValue;

  @Field(() => LocalDate, { description: 'Day by which it is to be paid.' })
  payBy!: string;
}

@ObjectType({ description: 'Whether somebody is covered on a day, by what, what is left, and what they would pay.' })
export class Eligibility {
  @Field(() => Boolean, { description: 'Whether a policy covers the person, and, where a service is asked for, pays something of it.' })
  covered!: boolean;

  @Field(() => [EligibilityReason], { description: 'Why not.' })
  reasons!: readonly EligibilityReason[];

  @Field(() => LocalDate, { description: 'Of which day it is told.' })
  on!: string;

  @Field(() => [EligibilityPolicy], { description: 'The policies that cover the person: the one that would pay first.' })
  policies!: readonly EligibilityPolicy[];

  @Field(() => [UnpaidPolicy], { description: 'The policies of the household that do not cover the person because their premium is not paid: the one that is to be paid first.' })
  unpaid!: readonly UnpaidPolicy[];
}
