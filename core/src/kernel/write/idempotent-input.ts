import { IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { JustificationInput } from './justification.js';

/** The input of a mutation that may be sent again. */
@InputType()
export abstract class IdempotentInput {
  @Field(() => String, { nullable: true, description: 'Chosen by the client, 8 to 200 characters. Sent again with the same input, it gives the same answer and changes nothing more.' })
  @IsOptional()
  @MinLength(8)
  @MaxLength(200)
  idempotencyKey?: string | null;

  @Field(() => JustificationInput, { nullable: true, description: 'Why, and what shows it: for whoever decides, where the deployment puts this behind approval.' })
  @IsOptional()
  @ValidateNested()
  justification?: JustificationInput | null;
}

/** The input of a mutation that moves money: the key is not a choice. */
@InputType()
export abstract class MoneyInput {
  @Field(() => String, { description: 'Chosen by the client, 8 to 200 characters. Sent again with the same input, it gives the same answer and moves nothing more.' })
  @MinLength(8)
  @MaxLength(200)
  idempotencyKey!: string;

  @Field(() => JustificationInput, { nullable: true, description: 'Why, and what shows it: for whoever decides, where the deployment puts this behind approval.' })
  @IsOptional()
  @ValidateNested()
  justification?: JustificationInput | null;
}
