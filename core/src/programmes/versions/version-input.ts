import { ArrayMaxSize, IsOptional, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Ref } from '../../kernel/schema/input-fields.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { Programme } from '../programme.js';
import { LeadsTo } from './leads-to.js';
import { ProgrammeVersion } from './programme-version.js';
import { ProgrammeRuleInput } from './rule-input.js';

@InputType()
abstract class DraftInput extends IdempotentInput {
  @Field(() => LocalDate, { nullable: true, description: 'Day from which it is no longer meant; null where no end is set.' })
  effectiveTo?: string | null;

  @Ref(() => ProgrammeVersion, { nullable: true, description: 'The published version whose place it takes from its first day on; needed where both would be in force.' })
  supersedesId?: string | null;

  @Field(() => String, { nullable: true, description: 'What it changes, and why.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(2000)
  note?: string | null;

  @Field(() => LeadsTo, { nullable: true, description: 'What becomes of whoever is enrolled and is no longer eligible. Where a new draft leaves it out, it is as in the version that it copies or supersedes, or else an exit.' })
  whenNoLongerEligible?: LeadsTo | null;

  @Field(() => LeadsTo, { nullable: true, description: 'What becomes of whoever was not judged again in time. Where a new draft leaves it out, it is as in the version that it copies or supersedes, or else an exit.' })
  whenOverdue?: LeadsTo | null;

  @Field(() => [ProgrammeRuleInput], { nullable: true, description: 'All of its rules, in their order; at most 200.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  rules?: ProgrammeRuleInput[] | null;
}

@InputType({ description: 'The draft of a version of a programme.' })
export class ProgrammeVersionDraftInput extends DraftInput {
  @Ref(() => Programme, { description: 'Of which programme.' })
  programmeId!: string;

  @Field(() => LocalDate, { description: 'First day for which it is meant.' })
  effectiveFrom!: string;

  @Ref(() => ProgrammeVersion, { nullable: true, description: 'A version, of this or another programme, whose rules it begins with where `rules` is left out.' })
  copyOfId?: string | null;
}

@InputType({ description: 'Changes to a draft. What is left out stays as it is; rules that are given stand in the place of all that it has.' })
export class ProgrammeVersionChangeInput extends DraftInput {
  @Ref(() => ProgrammeVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read.' })
  version!: number;

  @Field(() => LocalDate, { nullable: true, description: 'First day for which it is meant.' })
  effectiveFrom?: string | null;
}

@InputType({ description: 'A version of a programme, as it was read.' })
export class ProgrammeVersionMoveInput extends IdempotentInput {
  @Ref(() => ProgrammeVersion, { description: 'Which version.' })
  id!: string;

  @Field(() => Int, { description: 'Its `version` when you read it: nothing else is meant.' })
  version!: number;
}

@InputType({ description: 'A version of a programme that is not published, and why.' })
export class ProgrammeVersionEndInput extends ProgrammeVersionMoveInput {
  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations of a version of a programme.' })
export class ProgrammeVersionPayload extends Payload {
  @Field(() => ProgrammeVersion, { nullable: true, description: 'The version.' })
  programmeVersion?: { readonly id: string };
}
