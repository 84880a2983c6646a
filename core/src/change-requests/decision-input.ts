import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../kernel/schema/input-fields.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { Payload } from '../kernel/write/user-error.js';
import { ChangeRequest } from './change-request.js';

@InputType()
abstract class RequestInput extends IdempotentInput {
  @Ref(() => ChangeRequest, { description: 'Which request.', erased: true })
  id!: string;
}

@InputType({ description: 'What is approved.' })
export class ChangeRequestApproveInput extends RequestInput {
  @Field(() => String, { nullable: true, description: 'A remark.' })
  @IsOptional()
  @MinLength(3)
  @MaxLength(2000)
  reason?: string | null;
}

@InputType({ description: 'What is rejected, and why.' })
export class ChangeRequestRejectInput extends RequestInput {
  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

@InputType({ description: 'What is taken back.' })
export class ChangeRequestWithdrawInput extends RequestInput {
  @Field(() => String, { nullable: true, description: 'Why.' })
  @IsOptional()
  @MinLength(3)
  @MaxLength(2000)
  reason?: string | null;
}

@ObjectType({ description: 'Answer of the mutations that decide on a change request.' })
export class ChangeRequestPayload extends Payload {
  @Field(() => ChangeRequest, { nullable: true, description: 'The request as it is now.' })
  changeRequest?: { readonly id: string };
}
