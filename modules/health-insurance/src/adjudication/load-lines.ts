import { ask, sql, type TxContext } from '@kinga/plugin-sdk';

/** Categories of claims, the first that one of its services is. */
export const CATEGORIES = ['SURGERY', 'DELIVERY', 'ANTENATAL', 'HOSPITALISATION', 'CONSULTATION', 'OTHER', 'VISIT'] as const;

/** Puts the lines of claims on the table: those that are submitted to be checked, those that were checked as the checks left them. */
export async function loadLines(ctx: TxContext, batch: string, claims: readonly string[], valued: boolean): Promise<{ readonly checking: boolean; readonly valuing: boolean }> {
  const { rows: [found] } = await ask<{ checking: boolean; valuing: boolean; checked: boolean }>(ctx, sql`
    with its as materialized (
      select c.*, o.minor_digits, c.state = 'SUBMITTED' as checking, ${valued}::boolean as valuing,
        (${CATEGORIES}::text[])[least(case when c.visit_to > c.visit_from then 4 else 7 end, (select min(array_position(${CATEGORIES}::text[], s.category)) from health_insurance.claim_line l join health_insurance.service s on s.id = l.service_id where l.claim_id = c.id and s.kind = 'SERVICE'))] as found_category
      from health_insurance.claim c join transactions.currency o on o.code = c.currency where c.id = any(${claims}::uuid[])),
    reviewed as materialized (select distinct on (v.claim_id) v.id, v.claim_id from health_insurance.claim_review v where v.claim_id = any(${claims}::uuid[]) order by v.claim_id, v.id desc),
    put as (
      insert into health_insurance.adjudication_line (line_id, batch, checking, valuing, claim_id, number, rank, adjudication, facility_id, level, facility_care, person_id, sex, age, service_id, kind, visit, visit_from, visit_to, claimed_on, category,
        diagnosis_id, currency, digits, asked_quantity, asked_price, claimed, parts, quantity, amount, review_quantity, review_price, review_rejects, review_text)
      select l.id, ${batch}::uuid, c.checking, c.valuing, c.id, l.number, row_number() over (partition by c.id order by s.code, l.price, l.quantity, l.number), c.adjudications + 1, f.id, f.level, f.care, c.person_id, p.sex,
        extract(year from age(c.visit_to, p.birth_date))::int, s.id, s.kind, c.visit, c.visit_from, c.visit_to, c.claimed_on, c.found_category, c.diagnosis_id, c.currency, c.minor_digits, l.quantity, l.price,
        round(l.quantity * l.price, c.minor_digits), l.parts, l.quantity, round(l.quantity * l.price, c.minor_digits), v.quantity, v.price, coalesce(v.rejected, false), v.justification
      from its c join health_insurance.claim_line l on l.claim_id = c.id join health_insurance.service s on s.id = l.service_id join health_insurance.facility f on f.id = c.facility_id join people.person p on p.id = c.person_id
      left join reviewed on reviewed.claim_id = c.id left join health_insurance.claim_review_line v on v.review_id = reviewed.id and v.line_id = l.id)
    select bool_or(checking) as checking, bool_or(valuing) as valuing, bool_or(not checking) as checked from its`);
  if (found?.checked) await loadChecked(ctx, batch);
  return { checking: found?.checking ?? false, valuing: found?.valuing ?? false };
}

/** What the checks found before: the policy that pays, and how much of the quantity counts. */
async function loadChecked(ctx: TxContext, batch: string): Promise<void> {
  await ask(ctx, sql`
    update health_insurance.adjudication_line w set reason = r.reason, quantity = r.quantity, amount = case when r.reason is null then round(r.quantity * w.asked_price, w.digits) else 0 end, policy_id = r.policy_id, plan_version_id = r.plan_version_id,
      plan_cover_id = r.plan_cover_id, price_origin = r.price_origin, programme_id = p.programme_id, in_patient = of.in_patient, limit_kind = coalesce(paid.kind, 'SHARE'),
      limit_value = case when paid.kind is null then 1 when of.adult then paid.adult else paid.child end, list_price = list.unit_price,
      excluded = case case when of.adult then k.ceiling_exclusion_adult else k.ceiling_exclusion_child end when 'BOTH' then true when 'HOSPITAL' then of.in_patient when 'NON_HOSPITAL' then not of.in_patient else false end
    from health_insurance.adjudication_line i join health_insurance.claim_line_result r on r.line_id = i.line_id and r.superseded_by is null
    left join health_insurance.policy p on p.id = r.policy_id left join health_insurance.plan_version v on v.id = r.plan_version_id left join health_insurance.plan_cover k on k.id = r.plan_cover_id
    left join lateral (select coalesce(i.age >= v.adult_from, true) as adult, case v.in_patient when 'HOSPITAL' then i.level = 'HOSPITAL' else i.visit_to > i.visit_from end as in_patient) of on true
    left join lateral health_insurance.cover_limit(r.plan_cover_id, i.visit, i.level) paid on true
    left join lateral health_insurance.price_at(i.facility_id, i.service_id, i.visit_to) list on true
    where i.batch = ${batch}::uuid and not i.checking and w.line_id = i.line_id`);
}
