import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.js';
import { badInput } from '../kernel/faults.js';
import { decodeId } from '../kernel/schema/ids.js';
import { Requires } from '../kernel/schema/permission.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { addWorkingDays, calendarIsThere, isWorkingDay, workingDaysBetween } from './working-days.js';

/** Far more than any time limit; keeps one question from being work for minutes. */
const MOST_DAYS = 10_000;

async function calendarOf(ctx: Context, id: string): Promise<string> {
  const read = decodeId(id);
  if (read?.prefix !== 'calendar' || !(await calendarIsThere(ctx, read.uuid))) throw badInput('calendarId is the id of a calendar of the query `calendars`.');
  return read.uuid;
}

const daysApart = (from: string, to: string): number => Math.abs(Date.parse(to) - Date.parse(from)) / 86_400_000;

@Resolver()
export class CountWorkingDays {
  @Query(() => Boolean, { description: 'Whether a day is worked, by a calendar.' })
  @Requires('calendars.calendars.read')
  async isWorkingDay(
    @Arg('calendarId', () => ID, { description: 'By which calendar.' }) calendarId: string, @Arg('day', () => LocalDate, { description: 'Which day.' }) day: string, @Ctx() ctx: Context,
  ): Promise<boolean> {
    return isWorkingDay(ctx, await calendarOf(ctx, calendarId), day);
  }

  @Query(() => LocalDate, { description: 'The day that is so many working days after another, or before it where the number is negative; of 0, the day itself or the first working day after it.' })
  @Requires('calendars.calendars.read')
  async workingDaysAfter(
    @Arg('calendarId', () => ID, { description: 'By which calendar.' }) calendarId: string, @Arg('from', () => LocalDate, { description: 'From which day; it is not counted.' }) from: string,
    @Arg('days', () => Int, { description: 'How many working days.' }) days: number, @Ctx() ctx: Context,
  ): Promise<string> {
    if (Math.abs(days) > MOST_DAYS) throw badInput(`days is at most ${MOST_DAYS}.`);
    return addWorkingDays(ctx, await calendarOf(ctx, calendarId), from, days);
  }

  @Query(() => Int, { description: 'How many working days come after a day up to and with another; negative where the other comes first.' })
  @Requires('calendars.calendars.read')
  async workingDaysBetween(
    @Arg('calendarId', () => ID, { description: 'By which calendar.' }) calendarId: string, @Arg('from', () => LocalDate, { description: 'From which day; it is not counted.' }) from: string,
    @Arg('to', () => LocalDate, { description: 'To which day; it is counted.' }) to: string, @Ctx() ctx: Context,
  ): Promise<number> {
    if (daysApart(from, to) > MOST_DAYS) throw badInput(`The days are at most ${MOST_DAYS} apart.`);
    return workingDaysBetween(ctx, await calendarOf(ctx, calendarId), from, to);
  }
}
