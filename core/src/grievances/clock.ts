import { calendarByCode } from '../calendars/working-days.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { categoriesOf, type GrievanceClock } from './code-lists.js';
import { calendarUnknown } from './refusals.js';
import { grievanceSettings } from './settings.js';

/** Days by when something is to be done, and from which it goes to the next level. */
export interface Deadlines {
  readonly acknowledgeBy: string;
  readonly resolveBy: string;
}

/** UUID of the calendar by which a grievance's days are counted: its programme's, or that of the settings; null where every day counts. */
export async function calendarOfGrievance(ctx: TxContext, programme: string | null): Promise<string | null> {
  const { rows: [own] } = await ctx.tx.query<{ calendar: string | null }>('select calendar_id as calendar from programmes.programme where id = $1', [programme]);
  if (own?.calendar) return own.calendar;
  const { calendar } = grievanceSettings(ctx.platform);
  if (calendar === undefined) return null;
  return (await calendarByCode(ctx, calendar)) ?? refuse(calendarUnknown('', { code: calendar }));
}

export function levelsOf(ctx: Pick<TxContext, 'platform'>): readonly (GrievanceClock & { readonly code: string; readonly description: string })[] {
  return grievanceSettings(ctx.platform).levels;
}

/** Time limits of a category at a level, in working days. A category that says nothing of a level has those of the level. */
export function clockOf(ctx: Pick<TxContext, 'platform'>, category: string, level: number): GrievanceClock {
  const clock = categoriesOf(ctx).get(category)?.clocks?.[level - 1] ?? levelsOf(ctx)[level - 1] ?? levelsOf(ctx).at(-1);
  if (!clock) throw new Error('the settings of grievances have no level');
  return clock;
}

/** Deadlines from a day on, which is not counted. */
export async function deadlinesOf(ctx: TxContext, calendar: string | null, from: string, { acknowledge, resolve }: GrievanceClock): Promise<Deadlines> {
  const { rows: [row] } = await ctx.tx.query<Deadlines>(
    `select calendars.add_working_days($1, $2, $3)::text as "acknowledgeBy", calendars.add_working_days($1, $2, $4)::text as "resolveBy"`, [calendar, from, acknowledge, resolve],
  );
  return row ?? { acknowledgeBy: from, resolveBy: from };
}

/** The day after a deadline. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

/** From which day it goes to the next level by itself: after the first deadline that stands. At the last level it stays. */
export function escalatesOn(ctx: Pick<TxContext, 'platform'>, level: number, { acknowledgeBy, resolveBy }: Deadlines, acknowledged: boolean): string | null {
  if (level >= levelsOf(ctx).length) return null;
  return dayAfter(acknowledged || resolveBy < acknowledgeBy ? resolveBy : acknowledgeBy);
}
