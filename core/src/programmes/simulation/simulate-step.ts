import { inScope } from '../../kernel/read/in-scope.js';
import { columnsOf } from '../../kernel/read/compile.js';
import { resourceOf, type ResourceModel } from '../../kernel/read/model.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { evaluated, registryFacts } from '../rules/engine.js';
import { subjectOf } from '../rules/roots.js';
import { isChosen } from '../whom.js';
import { bandLabels, type Breakdown } from './breakdown.js';
import { FIGURES, TOTAL } from './figures.js';
import { FILTER, groupCode } from './lens.js';
import type { Asking, Tried } from './tried.js';

/** Rows of the registry by their ids: after one, up to another. */
export interface Stretch {
  readonly after: string;
  readonly upto: string;
}

export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export function subjects(ctx: TxContext, { programme }: Asking): ResourceModel {
  return resourceOf(ctx.platform.model, subjectOf(programme.target).type);
}

/** Whether somebody stands for themselves in the registry on the day, is seen by who asked, and is where was asked. */
function counts(ctx: TxContext, asking: Asking, row: Sql): Sql {
  const resource = subjects(ctx, asking);
  const columns = columnsOf(resource, row);
  const standing = asking.programme.target === 'HOUSEHOLD' ? sql`(${columns['closedOn']} is null or ${columns['closedOn']} > ${asking.on}::date)` : asking.programme.target === 'PERSON' ? sql`${columns['mergedInto']} is null` : trusted('true');
  const there = asking.placeId === null ? trusted('true') : sql`${columns['place']} in (
    select here.id from people.place here, people.place root where root.id = ${asking.placeId}::uuid and here.number between root.number and root.last_number)`;
  return sql`${standing} and ${there} and ${inScope(ctx, resource.scope, columns)} and ${isChosen(ctx, asking.programme.target, row, asking.chosen)}`;
}

/** What tells the group of a row `r` in a breakdown: its key, its label, and where it stands. */
function groupOf({ placeLevel, bands }: Breakdown, at: number): Sql {
  if (placeLevel !== null) return sql`${trusted(`p${at}`)}.code, ${trusted(`p${at}`)}.name, ${trusted(`p${at}`)}.number::bigint`;
  const value = sql`r.groups ->> ${groupCode(at)}::text`;
  if (!bands) return sql`left(${value}, 200), left(${value}, 200), null::bigint`;
  const band = sql`width_bucket((${value})::numeric, ${bands}::numeric[])`;
  const label = sql`(${bandLabels(bands)}::text[])[${band} + 1]`;
  return sql`${label}, ${label}, ${band}::bigint`;
}

/** The place of a level above each place. */
function placesOf({ placeLevel }: Breakdown, at: number): Sql | undefined {
  return placeLevel === null ? undefined : sql`${trusted(`p${at}`)} as materialized (
    select here.id, above.code, above.name, above.number from people.place above join people.place here on here.number between above.number and above.last_number where above.level = ${placeLevel})`;
}

/**
 * Assesses a stretch of the registry by both sets of rules in one statement, and adds what it finds to the parts. What the first set
 * says of a row travels with its facts, so that nothing has to be put together afterwards.
 */
export async function assess(ctx: TxContext, asking: Asking, { tried, against, gathered }: Tried, { after, upto }: Stretch): Promise<void> {
  const { programme, breakdowns, period } = asking;
  const facts = registryFacts(ctx, gathered, {
    where: (row) => sql`${row}."id" > ${after}::uuid and ${row}."id" <= ${upto}::uuid and ${counts(ctx, asking, row)}`, programmeId: programme.id, ...(period && { period }),
  });
  const before = against
    ? sql`select e.id, e.place_id, e.facts || jsonb_build_object('~before', jsonb_build_object('outcome', e.outcome, 'amount', e.amount)) as facts from (${evaluated(against, facts)}) e`
    : facts;
  const codes = tried.rules.map(({ rule }) => rule.code).filter((code) => code.startsWith('~'));
  const places = breakdowns.flatMap((breakdown, at) => placesOf(breakdown, at) ?? []);
  const joins = breakdowns.flatMap(({ placeLevel }, at) => (placeLevel === null ? [] : [sql`left join ${trusted(`p${at}`)} on ${trusted(`p${at}`)}.id = r.place_id`]));
  const groups = [sql`(${TOTAL}::text, null::text, null::text, null::bigint)`, ...breakdowns.map((breakdown, at) => sql`(${breakdown.code}::text, ${groupOf(breakdown, at)})`)];
  // What rules find does not depend on what who asked may see of others; whom they look at does.
  await beyondScope(ctx, () => ask(ctx, sql`
    with ${join([...places, sql`e as (${evaluated(tried, before)})`], ', ')},
    r as materialized (
      select e.place_id, ${codes.length === 0 ? trusted("'{}'::jsonb") : trusted('e.values')} as groups,
        coalesce(e.facts #>> '{~before,outcome}' = 'ELIGIBLE', false) as was, coalesce(e.facts #>> '{~before,outcome}' = 'UNDETERMINED', false) as unclear_before,
        e.outcome = 'ELIGIBLE' as is_now, e.outcome = 'UNDETERMINED' as unclear_after,
        coalesce((e.facts #>> '{~before,amount}')::numeric, 0) as had, coalesce(e.amount, 0) as has
      from e where ${codes.includes(FILTER) ? sql`coalesce((e.values ->> ${FILTER}::text)::boolean, false)` : trusted('true')})
    insert into programmes.simulation_part (report_id, upto, breakdown, key, label, position, largest, ${trusted(FIGURES.join(', '))})
    select ${asking.id}::uuid, ${upto}::uuid, g.breakdown, g.key, min(g.label), min(g.position), max(greatest(r.had, r.has)), count(*),
      count(*) filter (where r.was and r.is_now and r.has > r.had), count(*) filter (where r.was and r.is_now and r.has < r.had), count(*) filter (where r.was and r.is_now and r.has = r.had),
      count(*) filter (where r.is_now and not r.was), count(*) filter (where r.was and not r.is_now), count(*) filter (where not r.was and not r.is_now), 0,
      count(*) filter (where r.unclear_before), count(*) filter (where r.unclear_after), sum(r.had), sum(r.has), sum(greatest(r.has - r.had, 0)), sum(greatest(r.had - r.has, 0))
    from r ${join(joins, ' ')} cross join lateral (values ${join(groups, ', ')}) g (breakdown, key, label, position)
    group by g.breakdown, g.key`));
  await reached(ctx, asking.id, upto, TOTAL, 0);
}

/** Notes how far it is, also where nobody of a stretch was looked at; and who could not be assessed, of no group that is known. */
async function reached(ctx: TxContext, report: string, upto: string, breakdown: string, failed: 0 | 1): Promise<void> {
  await ctx.tx.query(
    `insert into programmes.simulation_part (report_id, upto, breakdown, ${FIGURES.join(', ')}) values ($1, $2, $3, ${FIGURES.map((figure) => (figure === 'failed' || figure === 'assessed' ? '$4' : '0')).join(', ')})
     on conflict on constraint simulation_part_once do nothing`, [report, upto, breakdown, failed],
  );
}

/** Notes somebody whose facts make a rule fail. Whether they are looked at at all is known without the rules. */
export async function noteFailed(ctx: TxContext, asking: Asking, { after, upto }: Stretch): Promise<void> {
  const { rowCount } = await ask(ctx, sql`select from ${subjects(ctx, asking).table} t where t.id > ${after}::uuid and t.id <= ${upto}::uuid and ${counts(ctx, asking, trusted('t'))}`);
  for (const code of [TOTAL, ...asking.breakdowns.map((each) => each.code)]) await reached(ctx, asking.id, upto, code, rowCount ? 1 : 0);
}
