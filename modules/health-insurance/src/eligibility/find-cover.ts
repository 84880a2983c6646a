import { ask, seesPerson, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { settingsOfClaims } from '../claims/settings.js';

/** What is asked. */
export interface Enquiry {
  readonly personId: string;
  readonly on: string;
  readonly serviceCode: string | null;
  readonly facilityCode: string | null;
  readonly visit: string;
  readonly quantity: string;
  readonly stay: boolean;
}

export interface FoundPolicy {
  readonly number: string;
  readonly plan: string;
  readonly effectiveOn: string;
  readonly endsOn: string;
  readonly currency: string;
  readonly categories: readonly { readonly category: string; readonly timesLeft: number | null; readonly amountLeft: string | null }[];
  readonly limits: readonly { readonly kind: string; readonly per: string; readonly care: string; readonly amount: string; readonly left: string }[];
  readonly service: { readonly reason: string | null; readonly waitsUntil: string | null; readonly quantityLeft: string | null; readonly unitPrice: string; readonly planPays: string | null; readonly memberPays: string | null } | null;
}

export interface FoundUnpaid {
  readonly number: string;
  readonly plan: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly payBy: string;
  readonly due: string;
  readonly currency: string;
}

export interface Found {
  readonly died: boolean;
  readonly service_known: boolean;
  readonly facility_known: boolean;
  readonly policies: readonly FoundPolicy[];
  readonly unpaid: readonly FoundUnpaid[];
}

/** All that was paid, or taken of a category, by what holds of the policy and the person. */
const taken = (what: Sql): Sql => sql`(select ${what} from health_insurance.consumption n where n.policy_id = x.policy_id and n.person_id = x.person_id and n.category = m.category and n.superseded_by is null)`;

const categories = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('category', m.category, 'timesLeft', case when m.most is not null then greatest(m.most - ${taken(sql`count(*)::int`)}, 0) end,
    'amountLeft', case when m.amount is not null then round(greatest(m.amount - ${taken(sql`coalesce(sum(n.paid), 0)`)}, 0), x.digits)::text end) order by m.category), '[]')
  from health_insurance.plan_category_limit m where m.plan_version_id = x.version_id)`;

/** Each limit as it stands: that of a policy with what its members add. */
const limits = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'per', l.per, 'care', l.care, 'amount', round(its.amount, x.digits)::text,
    'left', round(greatest(its.amount - taken.amount, 0), x.digits)::text) order by l.kind, l.per, l.care), '[]')
  from health_insurance.plan_limit l
  cross join lateral (select least(l.amount + coalesce(l.extra_member_amount * greatest(x.counted - x.threshold, 0), 0), coalesce(l.most_amount, 'infinity')) as amount) its
  cross join lateral health_insurance.taken_of(x.policy_id, l.kind, l.per, l.care, x.person_id, null) taken where l.plan_version_id = x.version_id)`;

const limitLeft = (kind: 'DEDUCTIBLE' | 'CEILING'): Sql => sql`(
  select greatest(its.amount - taken.amount, 0) from health_insurance.limit_of(x.policy_id, ${kind}::text, x.in_patient) its
  cross join lateral health_insurance.taken_of(x.policy_id, ${kind}::text, its.per, its.care, x.person_id, null) taken)`;

/** Why the service is not paid, by the checks of claims and in their order; null where it is. */
const reason = (adultFrom: number): Sql => sql`case
  when s.valid_from > q.on_day or s.valid_to <= q.on_day then 'NOT_IN_REGISTER'
  when f.id is not null and f.price is null then 'NOT_IN_PRICE_LIST'
  when s.patient_sex = 'FEMALE' and who.sex <> 'FEMALE' or s.patient_sex = 'MALE' and who.sex = 'FEMALE' or s.patient_age = 'ADULT' and who.age < ${adultFrom}::int or s.patient_age = 'MINOR' and coalesce(who.age >= ${adultFrom}::int, true) then 'PATIENT_CATEGORY'
  when x.cover_id is null then 'NOT_COVERED'
  when x.waits_until > q.on_day then 'WAITING_PERIOD'
  when x.quantity_left <= 0 then 'MOST_QUANTITY'
  when x.times_left <= 0 then case s.category when 'HOSPITALISATION' then 'MOST_ADMISSIONS' when 'VISIT' then 'MOST_VISITS' when 'CONSULTATION' then 'MOST_CONSULTATIONS' when 'SURGERY' then 'MOST_SURGERIES'
    when 'DELIVERY' then 'MOST_DELIVERIES' else 'MOST_ANTENATAL' end end`;

/** Policies that wait for what their household owes, or are suspended because it was taken back, where the person would be among those whom they cover. */
const unpaid = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('number', p.number, 'plan', g.code, 'startsOn', p.starts_on, 'endsOn', p.ends_on, 'payBy', p.pay_by, 'due', round(owed.amount, m.minor_digits)::text, 'currency', p.currency) order by p.pay_by, p.number), '[]')
  from people.membership b join health_insurance.policy p on p.household_id = b.household_id and (p.state in ('IDLE', 'READY') or p.state = 'SUSPENDED' and p.reason = 'PAYMENT_REVERSED') and q.on_day between p.starts_on and p.ends_on
  join programmes.programme g on g.id = p.programme_id join transactions.currency m on m.code = p.currency join health_insurance.plan_version v on v.id = p.plan_version_id
  cross join lateral (select sum(coalesce(d.amount + d.charged - d.allocated - d.written_off, s.amount)) as amount from health_insurance.policy_share s left join transactions.demand d on d.id = s.demand_id
    where s.policy_id = p.id and s.organisation_id is null) owed
  where b.person_id = who.id and daterange(b.valid_from, b.valid_to) @> q.on_day and owed.amount > 0
    and (v.max_members is null or exists (select from health_insurance.members_on(p.household_id, q.on_day) its where its.person_id = who.id and its.place_in_order <= v.max_members)))`;

/**
 * Everything about somebody's cover on a day, in one statement: however many policies, limits and claims there are. What is left is worked out of what
 * adjudication found and holds, as adjudication would: the amount at the price, at most a fixed amount, less the deductible, by the share, within
 * what is left of the category and of the ceiling. Undefined where the actor does not see the person.
 */
export async function findCover(ctx: TxContext, { personId, on, serviceCode, facilityCode, visit, quantity, stay }: Enquiry): Promise<Found | undefined> {
  const { rows: [found] } = await ask<Found>(ctx, sql`
    with q as (select ${on}::date as on_day, ${quantity}::numeric as quantity),
    who as (select p.id, p.sex, p.death_date, extract(year from age(q.on_day, p.birth_date))::int as age from people.person p cross join q where p.id = ${personId}::uuid and ${seesPerson(ctx, sql`p`)}),
    s as (select s.* from health_insurance.service s where s.code = ${serviceCode}::text),
    f as (
      select f.id, f.level, list.unit_price as price from health_insurance.facility f join people.organisation o on o.id = f.organisation_id cross join q left join s on true
      left join lateral health_insurance.price_at(f.id, s.id, q.on_day) list on s.id is not null where o.code = ${facilityCode}::text),
    -- A policy with what it leaves of the service.
    x as (
      select c.policy_id, c.person_id, c.effective_on, c.ends_on, p.number, p.currency, g.code as plan, v.id as version_id, v.threshold, p.adults + p.children + p.other_adults + p.other_children as counted, m.minor_digits as digits,
        k.id as cover_id, k.price_origin, of.in_patient, coalesce(paid.kind, 'SHARE') as limit_kind, case when paid.kind is null then 1 when of.adult then paid.adult else paid.child end as limit_value,
        case case when of.adult then k.ceiling_exclusion_adult else k.ceiling_exclusion_child end when 'BOTH' then true when 'HOSPITAL' then of.in_patient when 'NON_HOSPITAL' then not of.in_patient else false end as excluded,
        case when p.stage = 'NEW' or c.enrolled_on > p.effective_on then (c.waits_from + make_interval(months => case when of.adult then k.waiting_months_adult else k.waiting_months_child end))::date end as waits_until,
        case when of.adult then k.most_quantity_adult else k.most_quantity_child end - (select coalesce(sum(r.quantity), 0) from health_insurance.claim_line_result r
          where r.policy_id = p.id and r.service_id = s.id and r.person_id = c.person_id and r.superseded_by is null and r.reason is null) as quantity_left,
        most.most - (select count(*)::int from health_insurance.consumption n where n.policy_id = p.id and n.person_id = c.person_id and n.category = s.category and n.superseded_by is null) as times_left,
        most.amount - (select coalesce(sum(n.paid), 0) from health_insurance.consumption n where n.policy_id = p.id and n.person_id = c.person_id and n.category = s.category and n.superseded_by is null) as category_left
      from who cross join q join health_insurance.coverage c on c.person_id = who.id and c.days @> q.on_day join health_insurance.policy p on p.id = c.policy_id join programmes.programme g on g.id = p.programme_id
      join transactions.currency m on m.code = p.currency join health_insurance.plan_version v on v.id = p.plan_version_id left join s on true left join f on true
      left join health_insurance.plan_cover k on k.plan_version_id = v.id and k.service_id = s.id
      cross join lateral (select coalesce(who.age >= v.adult_from, true) as adult, case v.in_patient when 'HOSPITAL' then coalesce(f.level = 'HOSPITAL', s.care = 'IN_PATIENT', false) else ${stay}::boolean end as in_patient) of
      left join lateral health_insurance.cover_limit(k.id, ${visit}::text, f.level) paid on k.id is not null
      left join health_insurance.plan_category_limit most on most.plan_version_id = v.id and most.category = s.category),
    told as (
      select x.number, pays.reason, pays.member, jsonb_build_object('number', x.number, 'plan', x.plan, 'effectiveOn', x.effective_on, 'endsOn', x.ends_on, 'currency', x.currency, 'categories', ${categories}, 'limits', ${limits},
        'service', case when s.id is not null then jsonb_build_object('reason', pays.reason, 'waitsUntil', x.waits_until, 'quantityLeft', (case when x.quantity_left is not null then greatest(x.quantity_left, 0) end)::text, 'unitPrice', round(pays.price, x.digits)::text,
          'planPays', pays.plan::text, 'memberPays', pays.member::text) end) as policy
      from x cross join q cross join who left join s on true left join f on true
      cross join lateral (select ${reason(settingsOfClaims(ctx.platform).adultFrom)} as reason, coalesce(f.price, s.unit_price) as price) asked
      cross join lateral (select round(q.quantity * asked.price, x.digits) as whole, round(least(q.quantity, greatest(coalesce(x.quantity_left, q.quantity), 0)) * asked.price, x.digits) as some, least(q.quantity, greatest(coalesce(x.quantity_left, q.quantity), 0)) as quantity) priced
      cross join lateral (select case x.limit_kind when 'AMOUNT' then least(priced.some, round(priced.quantity * x.limit_value, x.digits)) else priced.some end as amount) fixed
      cross join lateral (select greatest(fixed.amount - coalesce(${limitLeft('DEDUCTIBLE')}, 0), 0) as amount) after_deductible
      cross join lateral (select case x.limit_kind when 'SHARE' then round(after_deductible.amount * x.limit_value, x.digits) else after_deductible.amount end as amount) shared
      cross join lateral (select least(shared.amount, case when x.category_left is not null then greatest(x.category_left, 0) end, case when not x.excluded then ${limitLeft('CEILING')} end) as amount) capped
      cross join lateral (
        select asked.reason, asked.price, case when asked.reason is not null then round(0, x.digits) when x.price_origin = 'RELATIVE' then null else round(capped.amount, x.digits) end as plan,
          case when asked.reason is not null then priced.whole when x.price_origin = 'RELATIVE' then null else round(priced.whole - capped.amount, x.digits) end as member) pays)
    select coalesce(who.death_date < q.on_day, false) as died, ${serviceCode}::text is null or exists (select from s) as service_known, ${facilityCode}::text is null or exists (select from f) as facility_known,
      coalesce((select jsonb_agg(told.policy order by told.reason is not null, told.member nulls last, told.number) from told), '[]') as policies, ${unpaid} as unpaid
    from who cross join q`);
  return found;
}
