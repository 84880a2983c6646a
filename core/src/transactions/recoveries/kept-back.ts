import { sql, type Sql } from '../../kernel/read/sql.js';
import type { DraftRun } from '../runs/draft-run.js';

/**
 * What is kept back of coming payments by recovery plans: `select entitlement_id, plan_id, amount`, of those of which something is. Of one
 * payment it is by one plan, the oldest; at most the plan's share of it, leaving its floor and something to pay; of the payments of a
 * period an instalment in all, and of all what is outstanding. Sums over windows give it for all at once, to the last unit of the currency.
 *
 * @param due a query of entitlements
 */
export function keptBack(due: Sql, { programmeId, currency }: Pick<DraftRun, 'programmeId' | 'currency'>): Sql {
  return sql`
    with plan as materialized (select * from transactions.offsetting_plans(${programmeId}::uuid, ${currency}::text)),
    payment as (
      select distinct on (owed.id) owed.id as entitlement_id, owed.period_from, plan.id as plan_id, plan.instalment, plan.outstanding,
        greatest(0, least(trunc(owed.amount * plan.offset_share, c.minor_digits), owed.amount - greatest(plan.floor, round(power(10::numeric, -c.minor_digits), c.minor_digits)))) as most
      from (${due}) owed join transactions.currency c on c.code = owed.currency join people.person payee on payee.id = owed.payee_id
      join plan on plan.enrolment_id = owed.enrolment_id and plan.payee_id = coalesce(payee.merged_into_id, payee.id) and plan.first_due_on <= owed.due_on
      order by owed.id, plan.id),
    instalment as (
      select plan_id, period_from, instalment - transactions.kept_back(plan_id, period_from) as room from (select distinct plan_id, period_from, instalment from payment) each_once),
    of_period as (
      select p.*, least(i.room, sum(p.most) over so_far) - least(i.room, sum(p.most) over so_far - p.most) as portion
      from payment p join instalment i using (plan_id, period_from) window so_far as (partition by p.plan_id, p.period_from order by p.entitlement_id)),
    of_all as (
      select *, least(outstanding, sum(portion) over so_far) - least(outstanding, sum(portion) over so_far - portion) as amount
      from of_period window so_far as (partition by plan_id order by period_from, entitlement_id))
    select entitlement_id, plan_id, amount from of_all where amount > 0`;
}
