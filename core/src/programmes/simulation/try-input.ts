import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { ProgrammeVersion } from '../versions/programme-version.js';
import { WhomInput } from '../whom.js';
import { SimulationBreakdownInput } from './breakdown.js';
import { SimulationReport } from './simulation-report.js';

@InputType({ description: 'What to try, on whom, against what.' })
export class ProgrammeSimulateInput extends IdempotentInput {
  @Ref(() => ProgrammeVersion, { description: 'The version whose rules are tried: a draft, or any other.' })
  versionId!: string;

  @Ref(() => ProgrammeVersion, { nullable: true, description: 'The version to compare with; the one in force on the day where left out.' })
  againstId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The day as of which facts, parameters and tables are taken; today where left out.' })
  on?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period, where rules ask for `period`.' })
  periodFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the period.' })
  periodTo?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of a place: only those who are there or below. Everybody whom you may see where left out.' })
  @IsOptional()
  @MaxLength(100)
  placeCode?: string | null;

  @Field(() => String, { nullable: true, description: 'An expression over facts, as in rules, that holds for those who are assessed: `household.members.size() > 3`. It takes the permission to see persons.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(2_000)
  filter?: string | null;

  @Field(() => WhomInput, { nullable: true, description: 'Only those whom this filter chooses, as they are now. It takes the permission to see persons.' })
  @IsOptional()
  @ValidateNested()
  where?: WhomInput | null;

  @Field(() => [SimulationBreakdownInput], { defaultValue: [], description: 'How to tell groups apart, at most 20 ways.' })
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  breakdowns!: SimulationBreakdownInput[];

  @Field(() => String, { nullable: true, description: 'What it is about, in words.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  title?: string | null;
}

@ObjectType({ description: 'Answer of `programmeSimulate`.' })
export class ProgrammeSimulatePayload extends Payload {
  @Field(() => SimulationReport, { nullable: true, description: 'The report; its figures are there once its `job` is done.' })
  report?: { readonly id: string };
}
