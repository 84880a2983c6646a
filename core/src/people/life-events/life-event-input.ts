import { ArrayMaxSize, IsOptional, Matches, ValidateNested } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { EvidenceInput } from '../../kernel/files/evidence.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { MemberRoleInput } from '../households/member-input.js';
import { Person } from '../persons/person.js';
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

/** What the record of an event takes that somebody may leave a household by: who becomes its head, and what the others are to the new one. */
@InputType()
export abstract class LeavingEventInput extends LifeEventInput {
  @Ref(() => Person, { nullable: true, description: 'Who becomes head of the household that is left. Needed where its head leaves and others stay.' })
  newHeadId?: string | null;

  @Field(() => [MemberRoleInput], { nullable: true, description: 'What others who stay become to the new head. Those left out keep their role.' })
  @IsOptional()
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  roles?: MemberRoleInput[] | null;
}

/** What every such mutation answers. */
@ObjectType()
export abstract class LifeEventPayload extends Payload {
  @Field(() => LifeEvent, { nullable: true, description: 'The record of it.' })
  lifeEvent?: { readonly id: string };
}
