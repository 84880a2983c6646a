import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { Privacy } from '../kernel/privacy/classification.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { Payload } from '../kernel/write/user-error.js';
import { Grievance } from './grievance.js';
import { anything } from './masked-words.js';

@InputType()
export abstract class GrievanceStepInput extends IdempotentInput {
  @Ref(() => Grievance, { description: 'Which grievance.' })
  id!: string;

  @Privacy(anything)
  @Field(() => String, { nullable: true, description: 'Why, for those who handle it.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(5_000)
  note?: string | null;
}

@ObjectType({ description: 'Answer of mutations about grievances.' })
export class GrievancePayload extends Payload {
  @Field(() => Grievance, { nullable: true, description: 'The grievance, where you may still see it.' })
  grievance?: { readonly id: string };
}
