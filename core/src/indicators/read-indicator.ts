import type { Context } from '../kernel/context.js';
import { drawingSeed } from '../kernel/privacy/in-steps.js';
import { readRows } from '../kernel/read/read-rows.js';
import { join, parameters, render, sql, trusted, type Sql } from '../kernel/read/sql.js';
import { inPlacesOf, inProgrammesOf } from '../people/scope.js';
import { groupOf, periodOf, type Breakdowns } from './breakdown.js';
import type { Indicator, IndicatorUnit } from './indicator.js';
import { settingsOf } from './settings.js';

/** What is asked of an indicator. Days as `YYYY-MM-DD`. */
export interface Asked extends Breakdowns {
  readonly from: string;
  readonly to: string;
  /** UUID of the programme; all where it is null. */
  readonly programmeId: string | null;
}

/** A value of an indicator. */
export interface IndicatorCell {
  /** What it is told by, in the order of the breakdowns; null where it is not known. */
  readonly keys: readonly (string | null)[];
  readonly currency: string | null;
  /** Exact; null where it is hidden, or where there is nothing to tell it by. */
  readonly value: string | null;
  readonly count: number | null;
}

const VALUE: Readonly<Record<IndicatorUnit, string>> = {
  COUNT: 'count(*)::numeric', AMOUNT: 'coalesce(sum(f.value), 0)', DAYS: 'percentile_cont(0.5) within group (order by f.value)::numeric', RATIO: 'round(sum(f.value) / nullif(sum(f.weight), 0), 6)',
};

/** A middle of many in days, halves of a power of ten: of whom it is makes no difference. */
const roughDays = (days: string): string => `(round((${days}) / greatest(1, 10 ^ floor(log(greatest(${days}, 1))) / 2)) * greatest(1, 10 ^ floor(log(greatest(${days}, 1))) / 2))`;
const told = (value: string, step: string): string => `kernel.in_steps(${value}, ${step}, sum(f.drawn))`;

/**
 * What is told to whoever may not see persons: nothing of few, and all else in steps of what as many persons could make of it at most. So what two answers differ by never tells of few
 * either, whichever are taken: by the sum of a table and its cells, by groups of age or times that differ by a day, or by programmes and all of them. `mine` and `times` are what the
 * person of a row makes in the cell: how much, and in how many rows; `drawn` is what the row adds to whether it is told a step up or down.
 */
function rough(unit: IndicatorUnit, smallest: number): { readonly value: string; readonly count: string } {
  const of = (most: string): string => `kernel.one_digit(${smallest} * max(${most})::numeric)`;
  const step = `kernel.one_digit(${smallest} * max(f.mine) / nullif(sum(f.weight), 0))`;
  const count = told('count(*)::numeric', of('f.times'));
  const values: Readonly<Record<IndicatorUnit, string>> = {
    COUNT: count, DAYS: roughDays(VALUE.DAYS),
    // Nothing is told of an amount that few make most of, rather than that there was none or much.
    AMOUNT: `case when ${VALUE.AMOUNT} = 0 then 0 when abs(${VALUE.AMOUNT}) >= ${of('f.mine')} then ${told(VALUE.AMOUNT, of('f.mine'))} end`,
    // A step of more than a half would say nothing.
    RATIO: `case when ${step} <= 0.5 then ${told(VALUE.RATIO, step)} end`,
  };
  const few = `count(distinct f.person_id) < ${smallest}`;
  return { value: `case when ${few} then null else ${values[unit]} end`, count: `case when ${few} then null else ${count} end` };
}

/** The last days of periods: the last of the span where it is not told by time. */
function daysOf({ from, to, by }: Asked): Sql {
  const period = periodOf(by);
  if (!period) return sql`(select ${to}::date as day)`;
  return sql`(select least(${to}::date, (date_trunc(${period}::text, b) + ${`1 ${period === 'quarter' ? 'month' : period}`}::interval * ${period === 'quarter' ? 3 : 1}::int)::date - 1) as day
    from generate_series(date_trunc(${period}::text, ${from}::date), ${to}::date, ${period === 'quarter' ? '3 months' : `1 ${period}`}::interval) b)`;
}

/** The values of an indicator for what the actor sees, with one statement; roughly for whoever may not see persons. */
export async function readIndicator(ctx: Context, indicator: Indicator, asked: Asked): Promise<readonly IndicatorCell[]> {
  const span = { from: sql`${asked.from}::date`, to: sql`${asked.to}::date`, days: daysOf(asked) };
  const names = asked.by.map((_, at) => trusted(`k${at}`));
  const groups = join([...names, trusted('currency')], ', ');
  const smallest = ctx.actor.permissions.has('people.persons.read') ? 1 : settingsOf(ctx.platform).smallestCell;
  const { value, count } = smallest === 1 ? { value: VALUE[indicator.unit], count: 'count(*)' } : rough(indicator.unit, smallest);
  const ofPerson = sql`, sum(greatest(abs(f.value), abs(f.weight))) over of_person as mine, count(*) over of_person as times,
    hashtextextended(concat_ws('|', f.person_id, f.value, f.weight), ${drawingSeed(ctx)}::bigint) as drawn`;
  const rows = sql`
    select f.person_id, f.value, f.weight, ${trusted(indicator.unit === 'AMOUNT' ? 'f.currency' : 'null::text')} as currency${join(asked.by.map((each, at) => sql`, ${groupOf(each, asked)} as ${names[at] ?? trusted('')}`), '')}
    from (${indicator.rows(ctx, span)}) f left join programmes.programme p on p.id = f.programme_id
    where (${asked.programmeId}::uuid is null or f.programme_id = ${asked.programmeId}::uuid) and ${inPlacesOf(ctx, sql`f.place_id`)} and ${inProgrammesOf(ctx, sql`f.programme_id`)}`;
  const from = smallest === 1 ? rows : sql`select f.*${ofPerson} from (${rows}) f window of_person as (partition by f.person_id, ${groups})`;
  const statement = render(sql`select ${groups}, (${trusted(value)})::text as value, (${trusted(count)})::int as count from (${from}) f group by ${groups} order by ${groups}`);
  const read = await readRows<Record<string, string | null> & { readonly count: number | null }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  return read.rows.map((row) => ({ keys: asked.by.map((_, at) => row[`k${at}`] ?? null), currency: row['currency'] ?? null, value: row['value'] ?? null, count: row.count }));
}
