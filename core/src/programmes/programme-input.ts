import { ArrayMaxSize, IsOptional, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { Calendar } from '../calendars/calendar.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { LocalTextInput } from '../kernel/schema/local-texts.js';
import { Decimal, LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';

/** What may be said of a programme when it is created, and changed later. */
@InputType()
export abstract class ProgrammeFieldsInput extends IdempotentInput {
  @Field(() => [LocalTextInput], { nullable: true, description: 'Its name in other languages.' })
  @IsOptional()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  names?: LocalTextInput[] | null;

  @Field(() => String, { nullable: true, description: 'What it gives: one of `benefitTypes`.' })
  benefitType?: string | null;

  @Field(() => String, { nullable: true, description: 'The law that it stands on: act, section, gazette.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(1000)
  legalBasis?: string | null;

  @Field(() => String, { nullable: true, description: 'What it protects against: one of `protectionFunctions`.' })
  iloFunction?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether those whom it protects pay contributions.' })
  contributory?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether means decide who gets it.' })
  meansTested?: boolean | null;

  @Field(() => Decimal, { nullable: true, description: 'Most that may be granted for one benefit period, in its currency.' })
  budget?: string | null;

  @Field(() => Int, { nullable: true, description: 'Most that may be enrolled at a time.' })
  @IsOptional()
  @Min(1)
  @Max(2_000_000_000)
  places?: number | null;

  @Ref(() => Calendar, { nullable: true, description: 'The calendar that its working days are counted by.' })
  calendarId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it no longer runs.' })
  endsOn?: string | null;
}
