import type { Context } from '../kernel/context.js';
import { readRows } from '../kernel/read/read-rows.js';
import { join, parameters, render, sql, trusted, type Sql } from '../kernel/read/sql.js';
import { inPlacesOf, inProgrammesOf } from '../people/scope.js';
import { groupOf, periodOf, type Breakdowns } from './breakdown.js';
import { hiddenCells } from './hidden-cells.js';
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

/** The last days of periods: the last of the span where it is not told by time. */
function daysOf({ from, to, by }: Asked): Sql {
  const period = periodOf(by);
  if (!period) return sql`(select ${to}::date as day)`;
  return sql`(select least(${to}::date, (date_trunc(${period}::text, b) + ${`1 ${period === 'quarter' ? 'month' : period}`}::interval * ${period === 'quarter' ? 3 : 1}::int)::date - 1) as day
    from generate_series(date_trunc(${period}::text, ${from}::date), ${to}::date, ${period === 'quarter' ? '3 months' : `1 ${period}`}::interval) b)`;
}

/** The values of an indicator for what the actor sees, with one statement; small ones are hidden from whoever may not see persons. */
export async function readIndicator(ctx: Context, indicator: Indicator, asked: Asked): Promise<readonly IndicatorCell[]> {
  const span = { from: sql`${asked.from}::date`, to: sql`${asked.to}::date`, days: daysOf(asked) };
  const names = asked.by.map((_, at) => trusted(`k${at}`));
  const groups = [...names, trusted('currency')];
  const statement = render(sql`
    select ${join(groups, ', ')}, ${trusted(VALUE[indicator.unit])}::text as value, count(*)::int as count
    from (select f.value, f.weight, ${trusted(indicator.unit === 'AMOUNT' ? 'f.currency' : 'null::text')} as currency${join(asked.by.map((each, at) => sql`, ${groupOf(each, asked)} as ${names[at] ?? trusted('')}`), '')}
      from (${indicator.rows(ctx, span)}) f left join programmes.programme p on p.id = f.programme_id
      where (${asked.programmeId}::uuid is null or f.programme_id = ${asked.programmeId}::uuid) and ${inPlacesOf(ctx, sql`f.place_id`)} and ${inProgrammesOf(ctx, sql`f.programme_id`)}) f
    group by ${join(groups, ', ')} order by ${join(groups, ', ')}`);
  const { rows } = await readRows<Record<string, string | null> & { readonly count: number }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  const cells = rows.map((row) => ({ keys: asked.by.map((_, at) => row[`k${at}`] ?? null), currency: row['currency'] ?? null, value: row['value'] ?? null, count: row.count }));
  const hidden = ctx.actor.permissions.has('people.persons.read') ? new Set<number>() : hiddenCells(cells.map(({ keys, currency, count }) => ({ keys: [...keys, currency].map((key) => JSON.stringify(key)), count })), settingsOf(ctx.platform).smallestCell);
  return cells.map((cell, at) => (hidden.has(at) ? { ...cell, value: null, count: null } : cell));
}
