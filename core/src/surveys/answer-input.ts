import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';

@InputType({ description: 'An answer: the question, and the one field that its type asks for.' })
export class AnswerInput {
  @Field(() => String, { description: "The question's code." })
  question!: string;

  @Field(() => String, { nullable: true, description: 'For a TEXT.' })
  @IsOptional()
  @MaxLength(10_000)
  text?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'For an INTEGER or a DECIMAL.' })
  number?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'For a BOOLEAN.' })
  boolean?: boolean | null;

  @Field(() => LocalDate, { nullable: true, description: 'For a DATE.' })
  date?: string | null;

  @Field(() => String, { nullable: true, description: 'For a CHOICE: its code.' })
  choice?: string | null;

  @Field(() => [String], { nullable: true, description: 'For a MULTIPLE_CHOICE: their codes; empty where none was chosen.' })
  @IsOptional()
  @ArrayMaxSize(500)
  @ArrayUnique()
  choices?: string[] | null;
}
