import { IsOptional, Matches, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { EvidenceInput } from '../../kernel/files/evidence.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { LifeEvent } from './life-event.js';

/** What every record of an event in a life takes. */
@InputType()
export abstract class LifeEventInput extends IdempotentInput {
  @Field(() => LocalDate, { description: 'On which day it happened. No day ahead.' })
  on!: string;

  @Field(() => String, { nullable: true, description: "The registrar's number of it, at most 60 characters." })
  @IsOptional()
  @Matches(/^\S(.{0,58}\S)?$/, { message: 'registrarNumber must be 1 to 60 characters without space around' })
  registrarNumber?: string | null;

  @Field(() => EvidenceInput, { nullable: true, description: 'What shows it.' })
  @IsOptional()
  @ValidateNested()
  evidence?: EvidenceInput | null;
}

/** What every such mutation answers. */
@ObjectType()
export abstract class LifeEventPayload extends Payload {
  @Field(() => LifeEvent, { nullable: true, description: 'The record of it.' })
  lifeEvent?: { readonly id: string };
}
