import { evaluated, sql, type Sql } from '@kinga/plugin-sdk';
import type { ContributionRules } from './contribution-rules.js';

/**
 * What is contributed by the rules of a month: `select id, counted, worker, employer, state, parts jsonb, problem`. The problem is
 * AMOUNT_UNKNOWN, AMOUNT_NEGATIVE or AMOUNT_NOT_ROUNDED; null where there is none.
 *
 * @param rows gives `(id, place_id, facts)`, with the earnings under `contribution`
 */
export function computed({ compiled, parts, counted }: ContributionRules, programmeId: string, digits: number, rows: Sql): Sql {
  const counts = counted === undefined ? sql`(e.facts #>> '{contribution,earnings}')::numeric` : sql`(e.values ->> ${counted}::text)::numeric`;
  return sql`
    select c.id, c.counted, t.worker, t.employer, t.state, t.parts,
      case when c.counted is null or t.unknown > 0 then 'AMOUNT_UNKNOWN' when c.counted < 0 or t.negative > 0 then 'AMOUNT_NEGATIVE' when scale(trim_scale(c.counted)) > ${digits}::int or t.fine > 0 then 'AMOUNT_NOT_ROUNDED' end as problem
    from (select e.id, e.values, ${counts} as counted from (${evaluated(compiled, rows)}) e) c
    cross join lateral (
      select count(*) filter (where v.amount is null) as unknown, count(*) filter (where v.amount < 0) as negative, count(*) filter (where scale(trim_scale(v.amount)) > ${digits}::int) as fine,
        coalesce(sum(v.amount) filter (where v.paid_by = 'WORKER'), 0) as worker, coalesce(sum(v.amount) filter (where v.paid_by = 'EMPLOYER'), 0) as employer, coalesce(sum(v.amount) filter (where v.paid_by = 'STATE'), 0) as state,
        coalesce(jsonb_object_agg(v.code, trim_scale(v.amount)) filter (where v.amount <> 0), '{}') as parts
      from (select p.code, p.paid_by, (c.values ->> p.code)::numeric as amount from pensions.contribution_part p where p.programme_id = ${programmeId}::uuid and p.code = any(${parts}::text[])) v) t`;
}
