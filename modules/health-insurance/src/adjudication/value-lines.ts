import { sql, type Sql } from '@kinga/plugin-sdk';
import type { AdjudicationStep } from './step.js';

export const review: AdjudicationStep = {
  description: 'What the medical review says',
  phase: 'VALUE',
  says: 'The review allows {quantity} at {price}: {because}',
  rejects: 'The review rejects it: {because}',
  sets: ['quantity', 'amount'],
  changes: (lines) => sql`
    select w.line_id, case when w.review_rejects then 'REJECTED_BY_REVIEW' end as reason, least(w.quantity, coalesce(w.review_quantity, w.quantity)) as quantity,
      round(least(w.quantity, coalesce(w.review_quantity, w.quantity)) * coalesce(w.review_price, w.asked_price), w.digits) as amount,
      jsonb_build_object('quantity', coalesce(w.review_quantity, w.quantity)::text, 'price', coalesce(w.review_price::text, '–'), 'because', w.review_text) as facts
    from ${lines} w where w.review_text is not null`,
};

const parts = sql`jsonb_to_recordset(w.parts) as part (service uuid, quantity numeric)`;

/** The reviewer's price; else what is asked or the list says, no more than is asked. Packages by their parts. */
export const price: AdjudicationStep = {
  description: 'At which price',
  phase: 'VALUE',
  says: '{quantity} at {price} each, {origin}: asked for {asked}, by the list {list}.',
  sets: ['unit_price', 'amount'],
  changes: (lines) => sql`
    select t.line_id, null::text as reason, t.unit_price, round(t.quantity * t.unit_price, t.digits) as amount,
      jsonb_build_object('quantity', t.quantity::text, 'price', t.unit_price::text, 'asked', t.asked_price::text, 'list', coalesce(t.list_price::text, '–'), 'origin', case when t.review_price is not null then 'REVIEW' when t.package <> 'SIMPLE' then t.package else t.price_origin end) as facts
    from (
      select w.line_id, w.quantity, w.digits, w.asked_price, w.list_price, w.review_price, w.price_origin, s.package,
        case when w.review_price is not null then w.review_price
          when s.package = 'BUNDLE' and w.parts is not null and (
            select coalesce(jsonb_object_agg(part.service, trim_scale(part.quantity)), '{}') from (select part.service, sum(part.quantity) as quantity from ${parts} group by 1) part)
            <> (select coalesce(jsonb_object_agg(d.part_id, trim_scale(d.quantity)), '{}') from health_insurance.service_part d where d.whole_id = s.id) then 0
          when s.package = 'FIXED' then least(w.asked_price, w.list_price, (
            select coalesce(sum(round(part.quantity * coalesce(list.unit_price, its.unit_price), w.digits)), 0)
            from (select part.service, part.quantity from ${parts} union all select d.part_id, d.quantity from health_insurance.service_part d where d.whole_id = s.id and w.parts is null) part
            join health_insurance.service its on its.id = part.service left join lateral health_insurance.price_at(w.facility_id, its.id, w.visit_to) list on true))
          when w.price_origin = 'CLAIMED' then w.asked_price
          else least(w.asked_price, w.list_price) end as unit_price
      from ${lines} w join health_insurance.service s on s.id = w.service_id) t`,
};

export const fixedAmount: AdjudicationStep = {
  description: 'What is paid of a unit at most',
  phase: 'VALUE',
  says: 'At most {limit} is paid of each, {most} of all; the member bears {share}.',
  sets: ['amount', 'member_share'],
  changes: (lines) => sql`
    select w.line_id, null::text as reason, round(w.quantity * w.limit_value, w.digits) as amount, w.member_share + w.amount - round(w.quantity * w.limit_value, w.digits) as member_share,
      jsonb_build_object('limit', w.limit_value::text, 'most', round(w.quantity * w.limit_value, w.digits)::text, 'share', (w.amount - round(w.quantity * w.limit_value, w.digits))::text) as facts
    from ${lines} w where w.limit_kind = 'AMOUNT' and w.amount > round(w.quantity * w.limit_value, w.digits)`,
};

/** What of a limit that lines of one claim share each of them takes: all that is left, in their order. @param lines gives `line_id, claim_id, policy_id, rank, amount, left` */
const shared = (lines: Sql): Sql => sql`
  select t.*, least(t.left, t.upto) - least(t.left, t.upto - t.amount) as taken from (
    select l.*, sum(l.amount) over (partition by l.claim_id, l.policy_id order by l.rank) as upto from (${lines}) l) t`;

const limited = (lines: Sql, kind: 'DEDUCTIBLE' | 'CEILING', where: Sql): Sql => sql`
  select w.line_id, w.claim_id, w.policy_id, w.rank, w.amount, w.deductible, w.over_ceiling, greatest(its.amount - taken.amount, 0) as left, its.per, its.care, its.amount as most
  from ${lines} w cross join lateral health_insurance.limit_of(w.policy_id, ${kind}, w.in_patient) its
  cross join lateral health_insurance.taken_of(w.policy_id, ${kind}, its.per, its.care, w.person_id, w.claim_id) taken where ${where}`;

export const deductible: AdjudicationStep = {
  description: 'What the member bears first',
  phase: 'VALUE',
  says: 'Of the deductible of {most} for each {per} ({care}), {left} was left: {taken} of the line went to it.',
  sets: ['amount', 'deductible'],
  changes: (lines) => sql`
    select t.line_id, null::text as reason, t.amount - t.taken as amount, t.deductible + t.taken as deductible, jsonb_build_object('most', t.most::text, 'per', t.per, 'care', t.care, 'left', t.left::text, 'taken', t.taken::text) as facts
    from (${shared(limited(lines, 'DEDUCTIBLE', sql`w.amount > 0`))}) t where t.taken > 0`,
};

export const coInsurance: AdjudicationStep = {
  description: 'Which share the plan pays',
  phase: 'VALUE',
  says: 'The plan pays a share of {share}; the member bears {member}.',
  sets: ['amount', 'member_share'],
  changes: (lines) => sql`
    select w.line_id, null::text as reason, round(w.amount * w.limit_value, w.digits) as amount, w.member_share + w.amount - round(w.amount * w.limit_value, w.digits) as member_share,
      jsonb_build_object('share', w.limit_value::text, 'member', (w.amount - round(w.amount * w.limit_value, w.digits))::text) as facts
    from ${lines} w where w.limit_kind = 'SHARE' and w.limit_value < 1 and w.amount > 0`,
};

export const categoryCeiling: AdjudicationStep = {
  description: 'What is paid of a category in the period at most',
  phase: 'VALUE',
  says: 'Of {most} for the category {category} in the period, {left} was left: {over} of the line is above it.',
  sets: ['amount', 'over_ceiling'],
  changes: (lines) => sql`
    select t.line_id, null::text as reason, t.taken as amount, t.over_ceiling + t.amount - t.taken as over_ceiling, jsonb_build_object('most', t.most::text, 'category', t.category, 'left', t.left::text, 'over', (t.amount - t.taken)::text) as facts
    from (${shared(sql`
      select w.line_id, w.claim_id, w.policy_id, w.rank, w.amount, w.over_ceiling, w.category, its.amount as most,
        greatest(its.amount - (select coalesce(sum(n.paid), 0) from health_insurance.consumption n where n.policy_id = w.policy_id and n.person_id = w.person_id and n.category = w.category and n.superseded_by is null and n.claim_id <> w.claim_id), 0) as left
      from ${lines} w join health_insurance.plan_category_limit its on its.plan_version_id = w.plan_version_id and its.category = w.category and its.amount is not null where w.amount > 0`)}) t where t.taken < t.amount`,
};

export const ceiling: AdjudicationStep = {
  description: 'What is paid at most',
  phase: 'VALUE',
  says: 'Of the ceiling of {most} for each {per} ({care}), {left} was left: {over} of the line is above it.',
  sets: ['amount', 'over_ceiling'],
  changes: (lines) => sql`
    select t.line_id, null::text as reason, t.taken as amount, t.over_ceiling + t.amount - t.taken as over_ceiling, jsonb_build_object('most', t.most::text, 'per', t.per, 'care', t.care, 'left', t.left::text, 'over', (t.amount - t.taken)::text) as facts
    from (${shared(limited(lines, 'CEILING', sql`w.amount > 0 and not w.excluded`))}) t where t.taken < t.amount`,
};

export const relativePrice: AdjudicationStep = {
  description: 'Which lines wait for the index of their period',
  phase: 'VALUE',
  says: '{amount} are weighed by the index of the period, once that is known.',
  changes: (lines) => sql`select w.line_id, null::text as reason, jsonb_build_object('amount', w.amount::text) as facts from ${lines} w where w.price_origin = 'RELATIVE' and w.amount > 0`,
};
