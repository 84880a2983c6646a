import { sql, type Sql } from '../../../kernel/read/sql.js';

/**
 * What of payments goes to others by orders: `select entitlement_id, withheld, withheld_by`, of those of which something does, the latter
 * as `[[order, amount as text], …]` in the order of priorities. One order of a person is taken after the other, from all of their
 * payments at once: of each an amount or a share of it, to the last unit of the currency, never beyond the order's cap and floor, and
 * something is always left to pay; of all together what is left of its limit, of the earliest first.
 *
 * @param payments a query of entitlement_id, payee_id, due_on, gross (what is owed) and kept (what is kept back of it already)
 */
export function withheldOf(payments: Sql, { programmeId, currency }: { readonly programmeId: string; readonly currency: string }): Sql {
  return sql`
    with recursive ordered as materialized (
      select o.*, row_number() over (partition by o.person_id order by o.priority, o.id) as place from transactions.deducting_orders(${programmeId}::uuid, ${currency}::text) o),
    step as (
      select d.entitlement_id, owed.person_id, d.due_on, d.gross, c.minor_digits as digits, round(power(10::numeric, -c.minor_digits), c.minor_digits) as unit,
        0::bigint as place, d.kept as used, null::uuid as order_id, 0::numeric as amount
      from (${payments}) d join people.person p on p.id = d.payee_id join transactions.currency c on c.code = ${currency}
      cross join lateral (select coalesce(p.merged_into_id, p.id) as person_id) owed
      where owed.person_id in (select o.person_id from ordered o)
      union all
      select t.entitlement_id, t.person_id, t.due_on, t.gross, t.digits, t.unit, t.place, t.used + t.amount, t.order_id, t.amount
      from (
        select m.*, case when m.remaining is null then m.most else least(m.remaining, sum(m.most) over so_far) - least(m.remaining, sum(m.most) over so_far - m.most) end as amount
        from (
          select s.entitlement_id, s.person_id, s.due_on, s.gross, s.digits, s.unit, o.place, s.used, o.id as order_id, o.remaining,
            case when s.due_on >= o.due_from and coalesce(s.due_on <= o.due_until, true)
              then greatest(0, least(coalesce(o.amount, trunc(s.gross * o.share, s.digits)), trunc(s.gross * o.cap_share, s.digits) - s.used, s.gross - s.used - greatest(o.floor, s.unit))) else 0 end as most
          from step s join ordered o on o.person_id = s.person_id and o.place = s.place + 1) m
        window so_far as (partition by m.order_id order by m.due_on, m.entitlement_id)) t)
    select s.entitlement_id, sum(round(s.amount, s.digits)) as withheld, jsonb_agg(jsonb_build_array(s.order_id, round(s.amount, s.digits)::text) order by s.place) as withheld_by
    from step s where s.amount > 0 group by s.entitlement_id`;
}
