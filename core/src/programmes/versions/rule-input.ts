import { ArrayMaxSize, IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { LocalTextInput } from '../../kernel/schema/local-texts.js';

@InputType({ description: 'A rule of a version of a programme.' })
export class ProgrammeRuleInput {
  @Field(() => String, { description: 'Its code, unique in the version: a letter, then letters, digits and underscores; at most 60. The reason where it decides against somebody; other rules use its value as `rules.<code>`.' })
  @Matches(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, { message: 'code must be a letter and up to 59 letters, digits and underscores' })
  code!: string;

  @Field(() => String, { description: 'What it decides: one of `ruleKinds`, such as ELIGIBILITY.' })
  @MaxLength(60)
  kind!: string;

  @Field(() => String, { description: 'The rule in CEL, over the facts; at most 10,000 characters.' })
  @MinLength(1)
  @MaxLength(10_000)
  expression!: string;

  @Field(() => [LocalTextInput], { nullable: true, description: 'What it says to people, such as why somebody is not eligible.' })
  @IsOptional()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  texts?: LocalTextInput[] | null;

  @Field(() => String, { nullable: true, description: 'Where it stands: act, section, gazette.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(1000)
  source?: string | null;
}
