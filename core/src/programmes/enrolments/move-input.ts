import { IsOptional, MaxLength } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { Enrolment } from './enrolment.js';

/** A change of where an enrolment stands. */
@InputType()
export abstract class MoveInput extends IdempotentInput {
  @Ref(() => Enrolment, { description: 'Which enrolment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => LocalDate, { nullable: true, description: 'From which day on; today where left out. Nothing is said ahead, nor before the day of the last step.' })
  @IsOptional()
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'What is to be added to the reason, in words.' })
  @IsOptional()
  @MaxLength(2000)
  note?: string | null;
}

/** A change of where an enrolment stands, with why. */
@InputType()
export abstract class ReasonedMoveInput extends MoveInput {
  @Field(() => String, { description: 'Why: a code of `enrolmentReasons`.' })
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that change where an enrolment stands.' })
export class EnrolmentPayload extends Payload {
  @Field(() => Enrolment, { nullable: true, description: 'The enrolment as it is now.' })
  enrolment?: { readonly id: string };
}
