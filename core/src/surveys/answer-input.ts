import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Privacy, type FieldPrivacy } from '../kernel/privacy/classification.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { SPECIAL_ANSWERS } from './special-answers.js';

/** What waits in a change request is not yet tied to its question: it is masked as if that were special. */
const asked: FieldPrivacy = { sensitivity: 'sensitive', category: SPECIAL_ANSWERS };

@InputType({ description: 'An answer: the question, and the one field that its type asks for.' })
export class AnswerInput {
  @Field(() => String, { description: "The question's code." })
  question!: string;

  @Privacy(asked)
  @Field(() => String, { nullable: true, description: 'For a TEXT.' })
  @IsOptional()
  @MaxLength(10_000)
  text?: string | null;

  @Privacy(asked)
  @Field(() => Decimal, { nullable: true, description: 'For an INTEGER or a DECIMAL.' })
  number?: string | null;

  @Privacy(asked)
  @Field(() => Boolean, { nullable: true, description: 'For a BOOLEAN.' })
  boolean?: boolean | null;

  @Privacy(asked)
  @Field(() => LocalDate, { nullable: true, description: 'For a DATE.' })
  date?: string | null;

  @Privacy(asked)
  @Field(() => String, { nullable: true, description: 'For a CHOICE: its code.' })
  choice?: string | null;

  @Privacy(asked)
  @Field(() => [String], { nullable: true, description: 'For a MULTIPLE_CHOICE: their codes; empty where none was chosen.' })
  @IsOptional()
  @ArrayMaxSize(500)
  @ArrayUnique()
  choices?: string[] | null;
}
