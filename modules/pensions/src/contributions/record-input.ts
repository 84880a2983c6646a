import { ArrayMaxSize, ArrayMinSize, Decimal, Field, InputType, Int, IsOptional, LocalDate, Matches, Max, MaxLength, Min, MinLength, MoneyInput, Programme, Ref, registerEnumType, ValidateNested } from '@kinga/plugin-sdk';

export enum RecordedSource {
  CREDIT = 'CREDIT',
  MIGRATION = 'MIGRATION',
}
registerEnumType(RecordedSource, {
  name: 'RecordedSource',
  description: 'Where contributions come from that nobody declares.',
  valuesConfig: { CREDIT: { description: 'Credits: nobody pays for the month, and it counts.' }, MIGRATION: { description: 'Taken over from the records of before.' } },
});

@InputType({ description: 'What was contributed to one part.' })
export class ContributionAmountInput {
  @Field(() => String, { description: 'Code of the part.' })
  @MaxLength(60)
  code!: string;

  @Field(() => Decimal, { description: 'How much.' })
  amount!: string;
}

@InputType({ description: 'A month of a member that nobody declares.' })
export class ContributionRecordInput {
  @Field(() => String, { description: 'Names it within the scheme: nothing is recorded twice under one reference.' })
  @MinLength(1)
  @MaxLength(100)
  reference!: string;

  @Field(() => String, { description: 'The number of the member.' })
  @MaxLength(40)
  memberNumber!: string;

  @Field(() => LocalDate, { description: 'A day of the month.' })
  month!: string;

  @Field(() => String, { nullable: true, description: 'The number of the employer; nothing of who insures themselves, and of credits.' })
  @IsOptional()
  @MaxLength(40)
  employerNumber?: string | null;

  @Field(() => String, { defaultValue: 'EMPLOYEE', description: 'As what they worked.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'category must be 1 to 60 capital letters, digits and underscores' })
  category!: string;

  @Field(() => Decimal, { defaultValue: '0', description: 'What they earned.' })
  earnings!: string;

  @Field(() => Decimal, { nullable: true, description: 'What of it counts; all of it where left out. Of a credit, what counts though nobody earned it.' })
  counted?: string | null;

  @Field(() => Int, { defaultValue: 0, description: 'How many days are insured.' })
  @Min(0)
  @Max(31)
  days!: number;

  @Field(() => [ContributionAmountInput], { defaultValue: [], description: 'What was contributed, by parts; nothing for credits.' })
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  parts!: ContributionAmountInput[];

  @Field(() => String, { nullable: true, description: 'Why a credit counts, such as MILITARY_SERVICE.' })
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'reason must be 1 to 60 capital letters, digits and underscores' })
  reason?: string | null;
}

@InputType({ description: 'Months that nobody declares.' })
export class ContributionsRecordInput extends MoneyInput {
  @Ref(() => Programme, { description: 'In which scheme.' })
  programmeId!: string;

  @Field(() => RecordedSource, { description: 'Where they come from.' })
  source!: RecordedSource;

  @Field(() => [ContributionRecordInput], { description: 'The months, 1 to 500 at once.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  months!: ContributionRecordInput[];
}
