import { ArrayMaxSize, Decimal, Field, InputType, IsOptional, LocalDate, MaxLength, Sex, ValidateNested } from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';

@InputType({ description: 'What somebody earned in a month, or in each month from one to another.' })
export class EstimateMonthsInput {
  @Field(() => LocalDate, { description: 'A day of the month, or of the first where there are several.' })
  month!: string;

  @Field(() => LocalDate, { nullable: true, description: 'A day of the last month, where the same is meant for each of several.' })
  to?: string | null;

  @Field(() => Decimal, { description: 'Earnings that count, a month.' })
  earnings!: string;

  @Field(() => Decimal, { nullable: true, description: 'What is paid by all together, a month; 0 where left out. Schemes that work out of accounts ask for it.' })
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

  @Field(() => [EstimateMonthsInput], { description: 'What they earned and will earn, in any order: at most 1,000 stretches. What lies in the month of the claim or later does not count.' })
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  history!: EstimateMonthsInput[];

  @Field(() => LocalDate, { description: 'From which day on they would claim.' })
  claimOn!: string;

  @Field(() => AwardKind, { defaultValue: AwardKind.OLD_AGE, description: 'Which pension.' })
  kind!: AwardKind;

  @Field(() => String, { nullable: true, description: 'Further facts as JSON, such as `{"person": {"attributes": {"dependentChildren": 2}}}`. What is left out is unknown.' })
  @IsOptional()
  @MaxLength(20_000)
  facts?: string | null;
}

/** Most that are estimated by one query. */
export const MOST_ESTIMATES = 100;
