import { IsOptional, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { Calendar } from './calendar.js';
import { calendarChanged } from './events.js';
import { lockCalendar } from './lock-calendar.js';
import { calendarCodeTaken, weekendNeeded } from './refusals.js';
import { CalendarWeekendInput, writeWeekend } from './set-weekend.js';

@InputType({ description: 'A calendar.' })
export class CalendarCreateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its code: capital letters, digits and dashes, such as GH or GH-ASHANTI.' })
  @Matches(/^[A-Z][A-Z0-9-]{0,39}$/, { message: 'code must be 1 to 40 capital letters, digits and dashes' })
  code!: string;

  @Field(() => String, { description: 'Its name, for people.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Ref(() => Calendar, { nullable: true, description: 'The calendar that holds where this one says nothing, such as the country\'s for a region. It never changes.' })
  baseId?: string | null;

  @Field(() => CalendarWeekendInput, { nullable: true, description: 'Which days of the week are not worked; may be left out where there is a base.' })
  @IsOptional()
  @ValidateNested()
  weekend?: CalendarWeekendInput | null;
}

@ObjectType({ description: 'Answer of mutations about calendars.' })
export class CalendarPayload extends Payload {
  @Field(() => Calendar, { nullable: true, description: 'The calendar.' })
  calendar?: { readonly id: string };
}

@Resolver()
export class CreateCalendar {
  @Mutation(() => CalendarPayload, { description: 'Creates a calendar, by which working days are counted.' })
  @Requires('calendars.calendars.manage')
  calendarCreate(@Arg('input', () => CalendarCreateInput, { description: 'The calendar.' }) input: CalendarCreateInput, @Ctx() ctx: Context): Promise<CalendarPayload> {
    const constraints = { calendar_code_key: calendarCodeTaken('code') };
    return write<CalendarPayload, CalendarCreateInput>(ctx, { operation: 'calendarCreate', input, constraints }, async (tx, { code, name, baseId, weekend }) => {
      if (!baseId && !weekend) refuse(weekendNeeded('weekend'));
      if (baseId) await lockCalendar(tx, baseId, 'baseId');
      const id = uuidv7();
      await tx.tx.query('insert into calendars.calendar (id, code, name, base_id) values ($1, $2, $3, $4)', [id, code, name, baseId ?? null]);
      if (weekend) await writeWeekend(tx, id, weekend, 'weekend.');
      await publish(tx, calendarChanged, { id });
      return { calendar: { id } };
    });
  }
}
