import { ArrayUnique, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { write } from '../kernel/write/write.js';
import { Calendar } from './calendar.js';
import { CalendarPayload } from './create-calendar.js';
import { calendarChanged } from './events.js';
import { lockCalendar } from './lock-calendar.js';
import { weekendWholeWeek } from './refusals.js';
import { Weekday } from './weekday.js';

@InputType({ description: 'Which days of the week are not worked.' })
export class CalendarWeekendInput {
  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  effectiveFrom!: string;

  @Field(() => [Weekday], { description: 'The days that are not worked; none where all are.' })
  @ArrayUnique()
  days!: Weekday[];

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;
}

@InputType({ description: 'Which days of the week are not worked in a calendar, from a day on.' })
export class CalendarWeekendSetInput extends IdempotentInput {
  @Ref(() => Calendar, { description: 'In which calendar.' })
  calendarId!: string;

  @Field(() => CalendarWeekendInput, { description: 'Which days, and since when; what was said from the same day on is replaced.' })
  @ValidateNested()
  weekend!: CalendarWeekendInput;
}

export async function writeWeekend(tx: TxContext, calendar: string, { effectiveFrom, days, source }: CalendarWeekendInput, path: string): Promise<void> {
  if (days.length === Object.keys(Weekday).length) refuse(weekendWholeWeek(`${path}days`));
  await tx.tx.query(
    `insert into calendars.weekend (id, calendar_id, effective_from, days, source) values ($1, $2, $3, $4, $5)
     on conflict on constraint weekend_once do update set (days, source) = (excluded.days, excluded.source)`,
    [uuidv7(), calendar, effectiveFrom, days, source],
  );
}

@Resolver()
export class SetCalendarWeekend {
  @Mutation(() => CalendarPayload, { description: 'Says which days of the week are not worked, from a day on. Time limits that were worked out before stay.' })
  @Requires('calendars.calendars.manage')
  calendarWeekendSet(@Arg('input', () => CalendarWeekendSetInput, { description: 'Where, which, and since when.' }) input: CalendarWeekendSetInput, @Ctx() ctx: Context): Promise<CalendarPayload> {
    return write<CalendarPayload, CalendarWeekendSetInput>(ctx, { operation: 'calendarWeekendSet', input }, async (tx, { calendarId: id, weekend }) => {
      await lockCalendar(tx, id, 'calendarId');
      await writeWeekend(tx, id, weekend, 'weekend.');
      await publish(tx, calendarChanged, { id });
      return { calendar: { id } };
    });
  }
}
