import { ArrayMaxSize, ArrayMinSize, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import { write } from '../kernel/write/write.js';
import { CalendarDayKind } from './calendar-day.js';
import { Calendar } from './calendar.js';
import { CalendarPayload } from './create-calendar.js';
import { calendarChanged } from './events.js';
import { lockCalendar } from './lock-calendar.js';
import { dayTwice } from './refusals.js';

@InputType({ description: 'What a day is.' })
export class CalendarDayInput {
  @Field(() => LocalDate, { description: 'Which day.' })
  day!: string;

  @Field(() => CalendarDayKind, { defaultValue: CalendarDayKind.HOLIDAY, description: 'What it is.' })
  kind!: CalendarDayKind;

  @Field(() => String, { description: 'Its name, such as that of the holiday.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;
}

@InputType({ description: 'What days are in a calendar.' })
export class CalendarDaysSetInput extends IdempotentInput {
  @Ref(() => Calendar, { description: 'In which calendar.' })
  calendarId!: string;

  @Field(() => [CalendarDayInput], { description: 'The days, at most 1000; what was said of the same days is replaced.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  days!: CalendarDayInput[];
}

@Resolver()
export class SetCalendarDays {
  @Mutation(() => CalendarPayload, { description: 'Says what days are: holidays, or working days though they would not be. Time limits that were worked out before stay.' })
  @Requires('calendars.calendars.manage')
  calendarDaysSet(@Arg('input', () => CalendarDaysSetInput, { description: 'Where, and which days.' }) input: CalendarDaysSetInput, @Ctx() ctx: Context): Promise<CalendarPayload> {
    return write<CalendarPayload, CalendarDaysSetInput>(ctx, { operation: 'calendarDaysSet', input }, async (tx, { calendarId: id, days }) => {
      const seen = new Set<string>();
      days.forEach(({ day }, at) => (seen.has(day) ? refuse(dayTwice(`days.${at}.day`, { day })) : seen.add(day)));
      await lockCalendar(tx, id, 'calendarId');
      await tx.tx.query(
        `insert into calendars.calendar_day (id, calendar_id, day, kind, name, source)
         select kernel.uuid7(), $1, d.day, d.kind, d.name, d.source from jsonb_to_recordset($2) as d (day date, kind text, name text, source text)
         on conflict on constraint calendar_day_once do update set (kind, name, source) = (excluded.kind, excluded.name, excluded.source)`,
        [id, JSON.stringify(days)],
      );
      await publish(tx, calendarChanged, { id });
      return { calendar: { id } };
    });
  }
}
