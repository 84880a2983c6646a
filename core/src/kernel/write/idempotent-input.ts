import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

/** The input of a mutation that may be sent again. */
@InputType()
export abstract class IdempotentInput {
  @Field(() => String, { nullable: true, description: 'Chosen by the client. Sent again with the same input, it gives the same answer and changes nothing more.' })
  @IsOptional()
  @MinLength(8)
  @MaxLength(200)
  idempotencyKey?: string | null;
}

/** The input of a mutation that moves money: the key is not a choice. */
@InputType()
export abstract class MoneyInput {
  @Field(() => String, { description: 'Chosen by the client. Sent again with the same input, it gives the same answer and moves nothing more.' })
  @MinLength(8)
  @MaxLength(200)
  idempotencyKey!: string;
}
