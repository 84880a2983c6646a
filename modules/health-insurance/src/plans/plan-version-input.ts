import { ArrayMaxSize, Decimal, Field, IdempotentInput, InputType, Int, IsOptional, LocalDate, Matches, Max, MaxLength, Min, MinLength, Organisation, Ref, ValidateNested } from '@kinga/plugin-sdk';
import { CareCategory, InPatientBy, LimitCare, LimitKind, LimitPer, PolicyActivation } from './plan-terms.js';

@InputType({ description: 'A deductible or a ceiling.' })
export class PlanLimitInput {
  @Field(() => LimitKind, { description: 'What it does.' })
  kind!: LimitKind;

  @Field(() => LimitPer, { description: 'Over what it counts.' })
  per!: LimitPer;

  @Field(() => LimitCare, { defaultValue: LimitCare.ANY, description: 'Which care it is about.' })
  care!: LimitCare;

  @Field(() => Decimal, { description: 'How much.' })
  amount!: string;

  @Field(() => Decimal, { nullable: true, description: 'Of a ceiling of a policy: what each member above the threshold adds.' })
  extraMemberAmount?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'How far it grows with the members.' })
  mostAmount?: string | null;
}

@InputType({ description: 'How often, and for how much, care of a category is paid in a cover period.' })
export class PlanCategoryLimitInput {
  @Field(() => CareCategory, { description: 'Which category.' })
  category!: CareCategory;

  @Field(() => Int, { nullable: true, description: 'How often at most, for each member; 0 is never.' })
  @IsOptional()
  @Min(0)
  most?: number | null;

  @Field(() => Decimal, { nullable: true, description: 'For how much at most, for each member.' })
  amount?: string | null;
}

@InputType({ description: 'That an organisation pays the part of premiums that a rule gives.' })
export class PlanSubsidyInput {
  @Field(() => String, { description: 'Code of a rule of the kind SUBSIDY in the programme.' })
  @MaxLength(60)
  ruleCode!: string;

  @Ref(() => Organisation, { description: 'Who pays it.' })
  organisationId!: string;
}

/** All that a version of a plan says. */
@InputType()
export abstract class PlanVersionTermsInput extends IdempotentInput {
  @Field(() => LocalDate, { description: 'First day on which it is offered.' })
  effectiveFrom!: string;

  @Field(() => String, { nullable: true, description: 'Where its numbers are from: act, section, gazette.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(1000)
  source?: string | null;

  @Field(() => Int, { description: 'For how many months a policy covers.' })
  @Min(1)
  @Max(120)
  coverMonths!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Months between the enrolment of a new household and the first day of its policy.' })
  @Min(0)
  @Max(60)
  administrationMonths!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Months after the start of a cycle in which a new household may still join it.' })
  @Min(0)
  @Max(60)
  graceEnrolmentMonths!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Months after the start of a cycle in which a policy may still be renewed for it.' })
  @Min(0)
  @Max(60)
  graceRenewalMonths!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Months in which the premium is to be paid where there are no cycles.' })
  @Min(0)
  @Max(60)
  gracePaymentMonths!: number;

  @Field(() => [String], { defaultValue: [], description: 'Days of the year on which policies start, as MM-DD, in their order; on any day where there are none.' })
  @ArrayMaxSize(12)
  @Matches(/^\d\d-\d\d$/, { each: true, message: 'a cycle is a day of the year, such as 07-16' })
  cycles!: string[];

  @Field(() => Int, { defaultValue: 18, description: 'Age from which a member counts as an adult.' })
  @Min(1)
  @Max(120)
  adultFrom!: number;

  @Field(() => Int, { nullable: true, description: 'How many members of a household are covered at most; all where left out.' })
  @IsOptional()
  @Min(1)
  @Max(1000)
  maxMembers?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many members the lump sum is for; all where left out.' })
  @IsOptional()
  @Min(0)
  @Max(1000)
  threshold?: number | null;

  @Field(() => Decimal, { nullable: true, description: 'What the members up to the threshold cost together; each of them costs the premium where left out.' })
  lumpSum?: string | null;

  @Field(() => Decimal, { defaultValue: '0', description: 'What an adult costs who is in no lump sum.' })
  premiumAdult!: string;

  @Field(() => Decimal, { defaultValue: '0', description: 'What a child costs that is in no lump sum.' })
  premiumChild!: string;

  @Field(() => Decimal, { nullable: true, description: 'What the registration of a new household costs; the fee for each member where left out.' })
  registrationLumpSum?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the registration of a new household costs for each member.' })
  registrationFee?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What a household pays for the general assembly; the fee for each member where left out.' })
  assemblyLumpSum?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What each member pays for the general assembly.' })
  assemblyFee?: string | null;

  @Field(() => Decimal, { defaultValue: '0', description: 'Which part of the whole is let off to those who enrol early: 0.1 is ten in a hundred.' })
  enrolmentDiscount!: string;

  @Field(() => Int, { defaultValue: 0, description: 'How many months before the start of a cycle is early.' })
  @Min(0)
  @Max(60)
  enrolmentDiscountMonths!: number;

  @Field(() => Decimal, { defaultValue: '0', description: 'Which part of the whole is let off to those who renew early.' })
  renewalDiscount!: string;

  @Field(() => Int, { defaultValue: 0, description: 'How many months before the day after the policy ends is early.' })
  @Min(0)
  @Max(60)
  renewalDiscountMonths!: number;

  @Field(() => Int, { defaultValue: 1, description: 'In how many instalments, month by month, a premium may be paid.' })
  @Min(1)
  @Max(120)
  maxInstalments!: number;

  @Field(() => PolicyActivation, { defaultValue: PolicyActivation.PAYMENT, description: 'What makes its policies active.' })
  activation!: PolicyActivation;

  @Field(() => InPatientBy, { defaultValue: InPatientBy.HOSPITAL, description: 'What its limits mean by in-patient.' })
  inPatient!: InPatientBy;

  @Field(() => [PlanLimitInput], { defaultValue: [], description: 'Deductibles and ceilings.' })
  @ArrayMaxSize(18)
  @ValidateNested({ each: true })
  limits!: PlanLimitInput[];

  @Field(() => [PlanCategoryLimitInput], { defaultValue: [], description: 'Limits of categories of care.' })
  @ArrayMaxSize(6)
  @ValidateNested({ each: true })
  categoryLimits!: PlanCategoryLimitInput[];

  @Field(() => [PlanSubsidyInput], { defaultValue: [], description: 'Who pays what of premiums by which rule of the kind SUBSIDY.' })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  subsidies!: PlanSubsidyInput[];
}
