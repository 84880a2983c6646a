import { ArrayMaxSize, Decimal, Field, InputType, IsOptional, LocalDate, MaxLength, Sex, ValidateNested } from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';

@InputType({ description: 'What somebody earned in a month, or in each month from one to another.' })
export class EstimateMonthsInput {
  @Field(() => LocalDate, { description: 'A day of the month, or of the first where there are several.' })
  month!: string;

  @Field(() => LocalDate, { nullable: true, description: 'A day of the last month, where the same is meant for each of several.' })
  to?: string | null;

  @Field(() => Decimal, { description: 'Earnings a month. What of them counts, after floor and ceiling, the rules of contributions say; all of it where the scheme has none.' })
  earnings!: string;

  @Field(() => Decimal, { nullable: true, description: 'What is paid by all together, a month, where it is not what the rules of contributions say; 0 where the scheme has none and it is left out. Schemes that work out of accounts ask for it; of one that asks for it part by part it is left out.' })
  paid?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the months are credited alone; not where left out.' })
  credited?: boolean | null;
}

@InputType({ description: 'Somebody hypothetical, and when they would claim.' })
export class PensionEstimateInput {
  @Field(() => LocalDate, { description: 'When they were born.' })
  birthDate!: string;

  @Field(() => Sex, { description: 'Their sex.' })
  sex!: Sex;

  @Field(() => [EstimateMonthsInput], { description: 'What they earned and will earn, in any order: at most 1,000 stretches, and 200,000 months of all people together. What lies in the month of the claim or later does not count.' })
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  history!: EstimateMonthsInput[];

  @Field(() => LocalDate, { description: 'From which day on they would claim.' })
  claimOn!: string;

  @Field(() => AwardKind, { defaultValue: AwardKind.OLD_AGE, description: 'Which pension.' })
  kind!: AwardKind;

  @Field(() => String, { nullable: true, description: 'Further facts as JSON, such as `{"person": {"attributes": {"dependentChildren": 2}}, "contribution": {"category": "SELF_EMPLOYED"}}`; of each contribution `category` is EMPLOYEE and `contractedOut` false where they are left out. What is left out is unknown.' })
  @IsOptional()
  @MaxLength(20_000)
  facts?: string | null;
}

/** Most that are estimated by one query. */
export const MOST_ESTIMATES = 100;

/** Most months of all histories together. */
export const MOST_MONTHS = 200_000;

/** Beyond this age nobody claims. */
export const OLDEST = 130;
