import { ask, sql, type TxContext } from '@kinga/plugin-sdk';

/** Reasons that are those of the claim as a whole where all of its lines have them. */
const OF_THE_CLAIM = ['VISIT_DATE', 'INVALID_CLAIM', 'DIAGNOSIS_NOT_IN_LIST', 'MOST_ADMISSIONS', 'MOST_VISITS', 'MOST_CONSULTATIONS', 'MOST_SURGERIES', 'MOST_DELIVERIES', 'MOST_ANTENATAL', 'REJECTED_BY_REVIEW'];

/** Writes down what the steps left: a result of each line, what is consumed of each policy, and where each claim stands. What was found before is superseded. */
export async function finish(ctx: TxContext, batch: string): Promise<void> {
  const lines = sql`health_insurance.adjudication_line w where w.batch = ${batch}::uuid`;
  for (const table of [sql`health_insurance.claim_line_result`, sql`health_insurance.consumption`]) {
    await ask(ctx, sql`update ${table} o set superseded_by = n.adjudication from (select distinct w.claim_id, w.adjudication from ${lines} and w.adjudication > 1) n where o.claim_id = n.claim_id and o.superseded_by is null`);
  }
  await ask(ctx, sql`
    insert into health_insurance.claim_line_result (claim_id, line_id, adjudication, person_id, service_id, on_day, reason, policy_id, plan_version_id, plan_cover_id, price_origin, quantity, unit_price,
      claimed, rejected, deductible, member_share, over_ceiling, adjusted, paid, currency)
    select w.claim_id, w.line_id, w.adjudication, w.person_id, w.service_id, w.visit_to, w.reason, w.policy_id, w.plan_version_id, w.plan_cover_id, w.price_origin, case when w.reason is null then w.quantity else 0 end, w.unit_price,
      w.claimed, case when w.reason is not null then w.claimed when w.valuing then w.claimed - w.deductible - w.member_share - w.over_ceiling - w.amount else 0 end,
      case when w.reason is null then w.deductible else 0 end, case when w.reason is null then w.member_share else 0 end, case when w.reason is null then w.over_ceiling else 0 end,
      case when w.reason is not null then 0 when w.valuing then w.amount end, case when w.reason is not null then 0 when w.valuing and not (w.price_origin = 'RELATIVE' and w.amount > 0) then w.amount end, w.currency
    from ${lines}`);
  await ask(ctx, sql`
    insert into health_insurance.consumption (claim_id, adjudication, policy_id, person_id, on_day, category, in_patient, deductible, paid, counted, currency)
    select w.claim_id, w.adjudication, w.policy_id, w.person_id, w.visit_to, w.category, w.in_patient, case when w.valuing then sum(w.deductible) else 0 end, case when w.valuing then sum(w.amount) else 0 end,
      case when w.valuing then coalesce(sum(w.amount) filter (where not w.excluded), 0) else 0 end, w.currency
    from ${lines} and w.reason is null group by w.claim_id, w.adjudication, w.policy_id, w.person_id, w.visit_to, w.category, w.in_patient, w.valuing, w.currency`);
  await ask(ctx, sql`
    update health_insurance.claim c set adjudications = d.adjudication, category = d.category, checked_on = case when d.checking then ${ctx.today}::date else c.checked_on end,
      state = case when d.rejected then 'REJECTED' when not d.valuing then 'CHECKED' when d.waits then 'PROCESSED' else 'VALUED' end,
      reason = case when d.rejected then d.reason end, approved = case when d.rejected then 0 when d.valuing and not d.waits then d.paid end,
      decided_on = case when d.rejected or d.valuing and not d.waits then ${ctx.today}::date else null end,
      review_state = case when c.review_state = 'SELECTED' and (d.valuing or d.rejected) then 'BYPASSED' else c.review_state end,
      feedback_state = case when c.feedback_state = 'SELECTED' and (d.valuing or d.rejected) then 'BYPASSED' else c.feedback_state end
    from (
      select w.claim_id, w.adjudication, w.category, w.checking, w.valuing, bool_and(w.reason is not null) as rejected, coalesce(bool_or(w.price_origin = 'RELATIVE' and w.amount > 0 and w.reason is null), false) as waits,
        coalesce(sum(w.amount) filter (where w.reason is null), 0) as paid,
        case when min(w.reason) = max(w.reason) and min(w.reason) = any(${OF_THE_CLAIM}::text[]) then min(w.reason)
          when bool_and(w.reason in ('NO_COVERAGE_ON_DATES', 'PATIENT_NOT_INSURED')) then 'PATIENT_NOT_INSURED' else 'ALL_LINES_REJECTED' end as reason
      from ${lines} group by w.claim_id, w.adjudication, w.category, w.checking, w.valuing) d
    where c.id = d.claim_id`);
  // Decided anew, it may come to what was paid already: then nothing is left to remit.
  await ask(ctx, sql`update health_insurance.claim c set state = 'PAID' where c.state = 'VALUED' and c.remitted > 0 and c.remitted = c.approved and c.id in (select w.claim_id from ${lines})`);
  await ctx.tx.query('delete from health_insurance.adjudication_cover where batch = $1', [batch]);
  await ctx.tx.query('delete from health_insurance.adjudication_line where batch = $1', [batch]);
}
