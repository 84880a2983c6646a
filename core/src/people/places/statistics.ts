import type { Context } from '../../kernel/context.js';
import { badInput, forbiddenFault } from '../../kernel/faults.js';
import { parameters, render, sql } from '../../kernel/read/sql.js';
import type { Sex } from '../persons/person.js';
import { inPlacesOf } from '../scope.js';
import { withoutLimits } from '../../kernel/access/scope.js';
import { readRows } from '../../kernel/read/read-rows.js';

/** How many of one sex and age band. */
export interface PopulationGroup {
  readonly sex: Sex;
  /** Index of the age band, from 0; null where the age is unknown. */
  readonly band: number | null;
  readonly persons: number;
}

/** How many live in a place and below. */
export interface PlaceCounts {
  readonly place: string;
  readonly households: number;
  readonly persons: number;
  readonly groups: readonly PopulationGroup[];
}

export interface StatisticsAsked {
  readonly hierarchyCode: string;
  /** Null: the hierarchy as a whole. */
  readonly placeCode: string | null;
  /** How far below the place the rows are. */
  readonly depth: number;
  /** The kind of place that the rows are, instead of `depth`. */
  readonly level: string | null;
  /** Ages at which the bands begin, rising, the first of them 0. */
  readonly ages: readonly number[];
}

const MOST_ROWS = 5000;

/**
 * Counts living persons and households below each place of a depth or level, in one statement: persons are grouped by the
 * place where they live, and these sums then gathered by intervals. An actor of some places is told of a place only where
 * all that is counted for it is theirs.
 */
export async function countByPlace(ctx: Context, asked: StatisticsAsked): Promise<readonly PlaceCounts[]> {
  if (ctx.actor.programmes !== null && ctx.actor.programmes.length > 0) throw forbiddenFault('Statistics count everybody of a place, and you see those of some programmes only. Ask by a grant without that limit.');
  const chosen = asked.level === null ? sql`h.depth = base.depth + ${asked.depth}::int` : sql`p.level = ${asked.level}::text`;
  const statement = render(sql`
    with hierarchy as (select id from people.place_hierarchy where code = ${asked.hierarchyCode}::text),
    base as (
      select h.number, h.last_number, h.depth from people.place_in_hierarchy h join hierarchy on hierarchy.id = h.hierarchy_id
        join people.place p on p.id = h.place_id where p.code = ${asked.placeCode}::text
      union all select 0, 2147483647, -1 from hierarchy where ${asked.placeCode}::text is null),
    below as materialized (
      select h.place_id, h.number, h.last_number, p.valid_to is null as there, ${chosen} as chosen, ${inPlacesOf(ctx, sql`h.place_id`)} as mine
      from base join people.place_in_hierarchy h on h.number between base.number and base.last_number join hierarchy on hierarchy.id = h.hierarchy_id
        join people.place p on p.id = h.place_id),
    homes as (select l.place_id, count(*) as households from people.household l join below on below.place_id = l.place_id where l.closed_on is null group by 1),
    people as (
      select l.place_id, l.sex, width_bucket(extract(year from age(${ctx.today}::date, l.birth_date))::int, ${asked.ages}::int[]) - 1 as band, count(*) as persons
      from people.person l join below on below.place_id = l.place_id
      where (l.death_date is null or l.death_date > ${ctx.today}::date) and l.merged_into_id is null group by 1, 2, 3),
    -- Where one chosen place lies in another, the outer one counts.
    marked as (select *, chosen and number > coalesce(max(last_number) filter (where chosen) over (order by number rows between unbounded preceding and 1 preceding), 0) as outer_one from below),
    placed as (
      select *, max(number) filter (where outer_one) over (order by number) as area, max(last_number) filter (where outer_one) over (order by number) as area_last from marked),
    within as (select * from placed where number <= area_last),
    sums as (select w.area, g.sex, g.band, sum(g.persons)::int as persons from people g join within w on w.place_id = g.place_id group by 1, 2, 3),
    populations as (
      select area, sum(persons)::int as persons, json_agg(json_build_object('sex', sex, 'band', band, 'persons', persons) order by sex, band nulls last) as groups from sums group by 1),
    areas as (
      select w.area, coalesce(sum(homes.households), 0)::int as households,
        bool_and(w.mine or not (w.number = w.last_number or homes.place_id is not null or lived.place_id is not null)) as visible
      from within w left join homes on homes.place_id = w.place_id left join (select distinct place_id from people) lived on lived.place_id = w.place_id group by 1)
    select (select count(*) from base)::int as bases, (select count(*) from hierarchy)::int as hierarchies, (
      select json_agg(json_build_object('place', w.place_id, 'households', a.households, 'persons', coalesce(p.persons, 0), 'groups', coalesce(p.groups, '[]'::json)) order by w.number)
      from areas a join within w on w.number = a.area left join populations p on p.area = a.area
      where a.visible and (w.there or a.households > 0 or p.persons > 0)) as counts`);
  ctx.platform.onStatement(statement.text);
  // Whether all that is counted is the actor's can't be told from their rows alone; the statement says it of every place.
  const { rows } = await readRows<{ bases: number; hierarchies: number; counts: readonly PlaceCounts[] | null }>(withoutLimits(ctx), statement.text, parameters(statement, { ctx, variables: {} }));
  const { bases = 0, hierarchies = 0, counts = null } = rows[0] ?? {};
  if (hierarchies === 0) throw badInput(`There is no hierarchy of places with this code; list them with the query placeHierarchies.`);
  if (bases === 0) throw badInput(`There is no place with the code ${asked.placeCode} in the hierarchy ${asked.hierarchyCode}.`);
  if (counts && counts.length > MOST_ROWS) throw badInput(`These are ${counts.length} places; ask for at most ${MOST_ROWS}: for those below one place, or less far down.`);
  return counts ?? [];
}
