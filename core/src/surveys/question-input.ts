import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsOptional, Matches, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { LocalTextInput } from '../kernel/schema/local-texts.js';
import { QuestionType } from './types.js';

@InputType({ description: 'What may be chosen.' })
export class QuestionChoiceInput {
  @Field(() => String, { description: 'Its code: letters, digits, underscores and dashes; at most 60.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, { message: 'code must be 1 to 60 letters, digits, underscores and dashes' })
  code!: string;

  @Field(() => [LocalTextInput], { description: 'What it says.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  texts!: LocalTextInput[];
}

@InputType({ description: 'When a question is shown: where an earlier one was answered like this.' })
export class ShownIfInput {
  @Field(() => String, { description: 'Code of an earlier question, of type BOOLEAN, CHOICE or MULTIPLE_CHOICE.' })
  question!: string;

  @Field(() => [String], { description: 'Any of these answers: codes of choices; `true` or `false` for a BOOLEAN.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ArrayUnique()
  values!: string[];
}

@InputType({ description: 'A question.' })
export class QuestionInput {
  @Field(() => String, { description: 'Its code, unique in the version: a letter, then letters, digits and underscores; at most 60.' })
  @Matches(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, { message: 'code must be a letter and up to 59 letters, digits and underscores' })
  code!: string;

  @Field(() => QuestionType, { description: 'What answers it.' })
  type!: QuestionType;

  @Field(() => [LocalTextInput], { description: 'How it is asked, in one language or more.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  texts!: LocalTextInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it must be answered where it is shown.' })
  required!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether its answers are specially protected, such as about health, faith or violence: they are masked.' })
  special!: boolean;

  @Field(() => Decimal, { nullable: true, description: 'Least number; for TEXT of characters, for MULTIPLE_CHOICE of choices.' })
  min?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Greatest number; for TEXT of characters, for MULTIPLE_CHOICE of choices.' })
  max?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Earliest day.' })
  earliest?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Latest day.' })
  latest?: string | null;

  @Field(() => [QuestionChoiceInput], { nullable: true, description: 'What may be chosen, in the order in which it is shown.' })
  @IsOptional()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  choices?: QuestionChoiceInput[] | null;

  @Field(() => ShownIfInput, { nullable: true, description: 'Shown always where left out.' })
  @IsOptional()
  @ValidateNested()
  shownIf?: ShownIfInput | null;
}
