import type { Context } from '../kernel/context.js';
import { inScope } from '../kernel/read/in-scope.js';
import { readRows } from '../kernel/read/read-rows.js';
import { join, parameters, render, sql, today, trusted, type Sql } from '../kernel/read/sql.js';
import { bySecrecy, columnsOfGrievance, grievanceScope } from './scope.js';
import type { GrievanceGrouping, GrievanceStatistics } from './statistics.js';

/** Which grievances are counted, and by what. */
export interface Counting {
  readonly from: string;
  readonly to: string;
  readonly by: readonly GrievanceGrouping[];
  readonly placeDepth: number;
}

/** How each grouping is read off a grievance; places go by the tree as it is today. */
const GROUPINGS: Readonly<Record<GrievanceGrouping, { readonly name: string; readonly of: (input: Counting) => Sql }>> = {
  CATEGORY: { name: 'category', of: () => trusted('g.category') },
  CHANNEL: { name: 'channel', of: () => trusted('g.channel') },
  PLACE: {
    name: 'place',
    of: ({ placeDepth }) => sql`(select up.id from people.place here join people.place up on here.number between up.number and up.last_number where here.id = g.place_id and up.depth = least(${placeDepth}::int, here.depth))`,
  },
  STATE: { name: 'state', of: () => trusted('g.state') },
  LEVEL: { name: 'level', of: () => trusted('g.level') },
  OUTCOME: { name: 'outcome', of: () => trusted('g.outcome') },
  CONFIDENTIALITY: { name: 'confidentiality', of: () => trusted('g.confidentiality') },
};

interface Row extends Omit<GrievanceStatistics, 'place'> {
  readonly place: string | null;
}

const OPEN = trusted("g.state not in ('RESOLVED', 'REJECTED', 'CLOSED')");

/** Counts the grievances that the actor may see with one statement. */
export async function countGrievances(ctx: Context, input: Counting): Promise<readonly GrievanceStatistics[]> {
  const columns = columnsOfGrievance('g');
  const groups = Object.entries(GROUPINGS).map(([grouping, { name, of }]) => ({ name, value: input.by.includes(grouping as GrievanceGrouping) ? of(input) : undefined }));
  const asked = groups.flatMap(({ name, value }) => (value ? [sql`${value} as ${trusted(name)}`] : []));
  const names = groups.flatMap(({ name, value }) => (value ? [name] : []));
  const statement = render(sql`
    select ${names.length > 0 ? trusted(`${names.join(', ')}, `) : trusted('')}count(*)::int as received, count(*) filter (where open)::int as open, count(*) filter (where late)::int as overdue,
      count(*) filter (where decided = 'RESOLVE')::int as resolved, count(*) filter (where decided = 'REJECT')::int as rejected, count(*) filter (where not open and decided is null)::int as withdrawn,
      count(*) filter (where punctual)::int as "inTime", count(*) filter (where appealed)::int as appealed, round(avg(days), 1)::text as "averageDays",
      percentile_disc(0.5) within group (order by days)::int as "medianDays", max(days)::int as "longestDays"
    from (
      select ${join([...asked, sql`${OPEN} as open`, sql`(${OPEN} and (g.resolve_by < ${today} or (g.acknowledged_on is null and g.acknowledge_by < ${today}))) as late`,
        trusted("case when g.decided_on is not null then (select s.action from grievances.step s where s.grievance_id = g.id and s.action in ('RESOLVE', 'REJECT') order by s.number desc limit 1) end as decided"),
        trusted('g.decided_on <= g.resolve_by as punctual'), trusted("exists (select from grievances.step s where s.grievance_id = g.id and s.action = 'APPEAL') as appealed"), trusted('g.working_days as days'),
      ], ', ')}
      from grievances.grievance g
      where g.received_on between ${input.from}::date and ${input.to}::date and ${inScope(ctx, grievanceScope, columns)} and ${bySecrecy(columns)}) counted
    ${names.length > 0 ? trusted(`group by ${names.join(', ')} order by ${names.join(', ')}`) : trusted('')}`);
  const { rows } = await readRows<Row & { [name: string]: unknown }>(ctx, statement.text, parameters(statement, { ctx, variables: {} }));
  const none = { category: null, channel: null, state: null, level: null, outcome: null, confidentiality: null };
  return rows.map(({ place, ...row }) => ({ ...none, ...row, place: place ? { id: place } : null }));
}
