import { ask, sql, trusted, type Sql, type TxContext } from '@kinga/plugin-sdk';
import type { CareType } from '../registers/kinds.js';

/** Lines that wait for the index of a period, as `r`. */
export function waitingLines(plan: string, from: string, to: string, care: CareType): Sql {
  return sql`health_insurance.claim_line_result r join health_insurance.policy its on its.id = r.policy_id and its.plan_id = ${plan}::uuid
    join health_insurance.claim c on c.id = r.claim_id and c.state = 'PROCESSED' join health_insurance.consumption n on n.claim_id = r.claim_id and n.policy_id = r.policy_id and n.superseded_by is null
    where r.superseded_by is null and r.reason is null and r.paid is null and r.on_day between ${from}::date and ${to}::date and ${care === 'BOTH' ? trusted('true') : trusted(care === 'IN_PATIENT' ? 'n.in_patient' : 'not n.in_patient')}`;
}

/**
 * Settles claims by an index: results with what is paid take the place of those that waited, and claims of which no line waits any more are valued.
 *
 * @returns how many claims were valued
 */
export async function applyIndex(ctx: TxContext, indexId: string, waiting: Sql): Promise<number> {
  const { rows: claims } = await ask<{ id: string }>(ctx, sql`select c.id from health_insurance.claim c where c.id in (select r.claim_id from ${waiting}) order by c.id for no key update`);
  const ids = claims.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const { rows: lines } = await ask<{ id: string }>(ctx, sql`select r.id from ${waiting} and r.claim_id = any(${ids}::uuid[])`);
  await ctx.tx.query('update health_insurance.claim_line_result r set superseded_by = c.adjudications + 1 from health_insurance.claim c where c.id = r.claim_id and r.claim_id = any($1) and r.superseded_by is null', [ids]);
  await ctx.tx.query(
    `insert into health_insurance.claim_line_result (claim_id, line_id, adjudication, person_id, service_id, on_day, reason, policy_id, plan_version_id, plan_cover_id, price_origin, quantity, unit_price, claimed, rejected, deductible, member_share, over_ceiling, adjusted, relative_index_id, paid, currency)
     select r.claim_id, r.line_id, c.adjudications + 1, r.person_id, r.service_id, r.on_day, r.reason, r.policy_id, r.plan_version_id, r.plan_cover_id, r.price_origin, r.quantity, r.unit_price, r.claimed, r.rejected, r.deductible, r.member_share, r.over_ceiling, r.adjusted,
       case when r.id = any($2) then x.id else r.relative_index_id end, case when r.id = any($2) then round(r.adjusted * x.index, o.minor_digits) else r.paid end, r.currency
     from health_insurance.claim_line_result r join health_insurance.claim c on c.id = r.claim_id join transactions.currency o on o.code = r.currency join health_insurance.relative_index x on x.id = $3
     where r.claim_id = any($1) and r.superseded_by = c.adjudications + 1`, [ids, lines.map(({ id }) => id), indexId]);
  await ctx.tx.query(
    `insert into health_insurance.claim_line_step (claim_id, line_id, adjudication, position, step, quantity_before, quantity_after, amount_before, amount_after, currency, facts)
     select r.claim_id, r.line_id, c.adjudications + 1, 1000, 'relative-index', r.quantity, r.quantity, r.adjusted, r.paid, r.currency, jsonb_build_object('index', x.index::text, 'from', x.period_from, 'to', x.period_to, 'amount', r.adjusted::text)
     from health_insurance.claim_line_result r join health_insurance.claim c on c.id = r.claim_id join health_insurance.relative_index x on x.id = $2
     where r.claim_id = any($1) and r.superseded_by is null and r.relative_index_id = $2 and r.adjudication = c.adjudications + 1 and r.line_id in (select o.line_id from health_insurance.claim_line_result o where o.id = any($3))`, [ids, indexId, lines.map(({ id }) => id)]);
  const { rows: [settled] } = await ctx.tx.query<{ count: number }>(
    `with found as (select r.claim_id, sum(r.paid) as paid, bool_or(r.paid is null) as waits from health_insurance.claim_line_result r where r.claim_id = any($1) and r.superseded_by is null group by 1),
     moved as (update health_insurance.claim c set adjudications = c.adjudications + 1, state = case when f.waits then c.state else 'VALUED' end, approved = case when not f.waits then f.paid end, decided_on = case when not f.waits then $2::date end
       from found f where f.claim_id = c.id returning c.state)
     select count(*) filter (where state = 'VALUED')::int as count from moved`, [ids, ctx.today]);
  return settled?.count ?? 0;
}
