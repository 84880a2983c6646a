import type { QueryResultRow } from 'pg';
import type { Context } from '../kernel/context.js';
import { readRows } from '../kernel/read/read-rows.js';

// In SQL they are `calendars.is_working_day`, `calendars.add_working_days` and `calendars.working_days_between`, which these ask.

async function asked<R extends QueryResultRow>(ctx: Context, text: string, values: readonly unknown[]): Promise<R | undefined> {
  const { rows } = await (ctx.tx ? ctx.tx.query<R>(text, values) : readRows<R>(ctx, text, values, { prepared: true }));
  return rows[0];
}

/**
 * Whether a day is worked.
 *
 * @param calendar UUID of the calendar; null counts every day as a working day
 */
export async function isWorkingDay(ctx: Context, calendar: string | null, day: string): Promise<boolean> {
  return (await asked<{ worked: boolean }>(ctx, 'select calendars.is_working_day($1, $2) as worked', [calendar, day]))?.worked ?? false;
}

/**
 * The day, `YYYY-MM-DD`, that is so many working days after another, or before it where `days` is negative; of 0, the day itself or
 * the first working day after it.
 *
 * @param calendar UUID of the calendar; null counts every day as a working day
 */
export async function addWorkingDays(ctx: Context, calendar: string | null, from: string, days: number): Promise<string> {
  return (await asked<{ day: string }>(ctx, 'select calendars.add_working_days($1, $2, $3)::text as day', [calendar, from, days]))?.day ?? from;
}

/**
 * How many working days come after `from` up to and with `to`, so that `addWorkingDays(from, n)` is `n` of them away; negative where
 * `to` comes first.
 *
 * @param calendar UUID of the calendar; null counts every day as a working day
 */
export async function workingDaysBetween(ctx: Context, calendar: string | null, from: string, to: string): Promise<number> {
  return (await asked<{ days: number }>(ctx, 'select calendars.working_days_between($1, $2, $3) as days', [calendar, from, to]))?.days ?? 0;
}

/** UUID of the calendar with a code, such as one that settings name; null where there is none. */
export async function calendarByCode(ctx: Context, code: string): Promise<string | null> {
  return (await asked<{ id: string }>(ctx, 'select id from calendars.calendar where code = $1', [code]))?.id ?? null;
}

export async function calendarIsThere(ctx: Context, id: string): Promise<boolean> {
  return (await asked(ctx, 'select 1 as there from calendars.calendar where id = $1', [id])) !== undefined;
}
