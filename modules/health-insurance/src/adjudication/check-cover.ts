import { sql, trusted, type Sql } from '@kinga/plugin-sdk';
import { rejects } from './check-claim.js';
import type { AdjudicationStep } from './step.js';

/** Why no more claims of a category are paid in the period. */
const CATEGORY_REASON = trusted(`case w.category when 'HOSPITALISATION' then 'MOST_ADMISSIONS' when 'VISIT' then 'MOST_VISITS' when 'CONSULTATION' then 'MOST_CONSULTATIONS' when 'SURGERY' then 'MOST_SURGERIES' when 'DELIVERY' then 'MOST_DELIVERIES' else 'MOST_ANTENATAL' end`);

// What one policy does not pay another may: a line is rejected where none is left. Each check asks for what those before it asked, too.
const candidates = sql`health_insurance.adjudication_cover k where k.line_id = w.line_id`;
const waited = sql`${candidates} and coalesce(k.waits_until <= w.visit_to, true)`;
const someLeft = sql`${waited} and coalesce(k.quantity_left > 0, true)`;
/** The policies by which a line `w` may be paid, as `k`. */
export const payable: Sql = sql`${someLeft} and coalesce(k.claims_left > 0, true)`;

/**
 * Gathers the policies that cover the patient on the day and the service, each with what it leaves. Waiting periods are counted in months, for
 * policies that are new or that the patient came to later.
 */
const gather = (lines: Sql): Sql => sql`
  insert into health_insurance.adjudication_cover (batch, line_id, policy_id, programme_id, plan_version_id, plan_cover_id, in_patient, waits_until, quantity_left, claims_left, price_origin, limit_kind, limit_value, excluded)
  select w.batch, w.line_id, p.id, p.programme_id, v.id, k.id, of.in_patient,
    case when p.stage = 'NEW' or c.enrolled_on > p.effective_on then (c.waits_from + make_interval(months => case when of.adult then k.waiting_months_adult else k.waiting_months_child end))::date end,
    case when of.adult then k.most_quantity_adult else k.most_quantity_child end - (select coalesce(sum(r.quantity), 0) from health_insurance.claim_line_result r
      where r.policy_id = p.id and r.service_id = w.service_id and r.person_id = w.person_id and r.superseded_by is null and r.reason is null and r.claim_id <> w.claim_id),
    most.most - (select count(*)::int from health_insurance.consumption n where n.policy_id = p.id and n.person_id = w.person_id and n.category = w.category and n.superseded_by is null and n.claim_id <> w.claim_id),
    k.price_origin, coalesce(paid.kind, 'SHARE'), case when paid.kind is null then 1 when of.adult then paid.adult else paid.child end,
    case case when of.adult then k.ceiling_exclusion_adult else k.ceiling_exclusion_child end when 'BOTH' then true when 'HOSPITAL' then of.in_patient when 'NON_HOSPITAL' then not of.in_patient else false end
  from ${lines} w
  join health_insurance.coverage c on c.person_id = w.person_id and c.days @> w.visit_to
  join health_insurance.policy p on p.id = c.policy_id and p.currency = w.currency
  join health_insurance.plan_version v on v.id = p.plan_version_id
  join health_insurance.plan_cover k on k.plan_version_id = v.id and k.service_id = w.service_id
  cross join lateral (select coalesce(w.age >= v.adult_from, true) as adult, case v.in_patient when 'HOSPITAL' then w.level = 'HOSPITAL' else w.visit_to > w.visit_from end as in_patient) of
  left join lateral health_insurance.cover_limit(k.id, w.visit, w.level) paid on true
  left join health_insurance.plan_category_limit most on most.plan_version_id = v.id and most.category = w.category
  on conflict do nothing`;

export const cover: AdjudicationStep = {
  ...rejects('Whether a policy covers the service', 'No policy that covers the patient on {day} covers it.', 'NOT_COVERED', (lines) => sql`
    select w.line_id, jsonb_build_object('day', w.visit_to) as facts from ${lines} w where not exists (select from ${candidates})`),
  before: gather,
};

export const waitingPeriod = rejects('Whether the waiting period has passed', 'It is covered from {from}, after the waiting period.', 'WAITING_PERIOD', (lines) => sql`
  select w.line_id, jsonb_build_object('from', (select min(k.waits_until) from ${candidates})) as facts from ${lines} w where not exists (select from ${waited})`);

export const quantity = rejects('Whether some of the quantity of the period is left', 'Nothing of the quantity that is covered in the period is left.', 'MOST_QUANTITY', (lines) => sql`
  select w.line_id, '{}'::jsonb as facts from ${lines} w where not exists (select from ${someLeft})`);

export const categoryCount: AdjudicationStep = {
  description: 'Whether claims of the category are left in the period',
  phase: 'CHECK',
  says: 'No more claims of the category {category} are covered in the period.',
  changes: (lines) => sql`select w.line_id, ${CATEGORY_REASON} as reason, jsonb_build_object('category', w.category) as facts from ${lines} w where not exists (select from ${payable})`,
};

/** The policy under which the member bears least of a unit; a fixed amount before a share where they come to the same, then what was waited for longest ago. */
export const assign: AdjudicationStep = {
  description: 'Which policy pays',
  phase: 'CHECK',
  says: 'Policy {policy} of the plan {plan} pays {kind} {value} {level}, by {origin}.',
  rejects: 'No policy that may still pay covers it.',
  sets: ['policy_id', 'programme_id', 'plan_version_id', 'plan_cover_id', 'in_patient', 'price_origin', 'limit_kind', 'limit_value', 'excluded'],
  changes: (lines) => sql`
    select w.line_id, case when best.policy_id is null then 'NOT_COVERED' end as reason, best.policy_id, best.programme_id, best.plan_version_id, best.plan_cover_id, best.in_patient, best.price_origin, best.limit_kind, best.limit_value, coalesce(best.excluded, false) as excluded,
      jsonb_build_object('policy', coalesce(p.number, '–'), 'plan', coalesce(g.code, '–'), 'kind', coalesce(best.limit_kind, '–'), 'value', coalesce(best.limit_value::text, '–'), 'level', w.level, 'origin', coalesce(best.price_origin, '–')) as facts
    from ${lines} w left join lateral (
      select k.* from ${payable} order by case k.limit_kind when 'SHARE' then w.asked_price * (1 - k.limit_value) else greatest(w.asked_price - k.limit_value, 0) end, k.limit_kind = 'SHARE', k.waits_until nulls first, k.policy_id limit 1) best on true
    left join health_insurance.policy p on p.id = best.policy_id left join programmes.programme g on g.id = best.programme_id`,
};

/** Lines of one claim for the same share what is left, in an order that does not depend on how they were numbered. */
export const trim: AdjudicationStep = {
  description: 'How much of the quantity is left in the period',
  phase: 'CHECK',
  says: 'Of {asked}, {left} were left of what is covered in the period.',
  sets: ['quantity', 'amount'],
  changes: (lines) => sql`
    select t.line_id, case when t.left <= 0 then 'MOST_QUANTITY' end as reason, greatest(t.left, 0) as quantity, round(greatest(t.left, 0) * t.asked_price, t.digits) as amount, jsonb_build_object('asked', t.quantity::text, 'left', greatest(t.left, 0)::text) as facts
    from (
      select w.line_id, w.quantity, w.asked_price, w.digits, k.quantity_left - coalesce(sum(w.quantity) over (partition by w.claim_id, w.policy_id, w.service_id order by w.rank rows between unbounded preceding and 1 preceding), 0) as left
      from ${lines} w join health_insurance.adjudication_cover k on k.line_id = w.line_id and k.policy_id = w.policy_id where k.quantity_left is not null) t
    where t.left < t.quantity`,
};
