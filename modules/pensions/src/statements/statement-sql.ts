import { inScope, sql, type Context, type Sql } from '@kinga/plugin-sdk';
import { ofOwnEmployer } from '../scope.js';

/**
 * Statements of members, one row each: `id, currency, digits, months jsonb, years jsonb, employers jsonb, branches jsonb, gaps jsonb, counted, amount, interest`.
 * What was posted for a person is one range of an index, whatever there is of others.
 */
export function statementSql(ctx: Context, ids: readonly string[], from: string, to: string): Sql {
  const own = (employer: Sql): Sql => inScope(ctx, ofOwnEmployer, { employer });
  return sql`
    with asked as materialized (
      select m.id, m.person_id, m.programme_id, p.currency, c.minor_digits as digits, k.interest_parameter as parameter, greatest(date_trunc('month', m.valid_from)::date, ${from}::date) as first, date_trunc('month', who.death_date::timestamp) as died_in
      from pensions.member m left join people.person who on who.id = m.person_id join programmes.programme p on p.id = m.programme_id join transactions.currency c on c.code = p.currency left join pensions.collection k on k.programme_id = m.programme_id
      where m.id = any(${ids}::uuid[])),
    row as materialized (
      select a.id, c.* from asked a cross join lateral (
        select c.month, c.employer_id, c.source, c.undoes_id, c.earnings_declared, c.earnings_counted, c.worker_amount, c.employer_amount, c.state_amount, c.amount, c.days, c.parts
        from pensions.contribution c where c.person_id = a.person_id and c.programme_id = a.programme_id and c.month between ${from}::date and ${to}::date and ${own(sql`c.employer_id`)}) c),
    posted as (
      select id, month, employer_id, bool_and(source = 'CREDIT') as credited, sum(earnings_declared) as declared, sum(earnings_counted) as counted, sum(worker_amount) as worker, sum(employer_amount) as employer,
        sum(state_amount) as state, sum(amount) as amount
      from row group by id, month, employer_id having sum(earnings_counted) <> 0 or sum(amount) <> 0 or sum(days) <> 0 or (bool_or(source = 'CREDIT') and count(*) filter (where undoes_id is null) > count(undoes_id))),
    line as (
      select a.id, l.month, l.employer_id, bool_or(d.state in ('ISSUED', 'PART_PAID', 'WRITTEN_OFF')) is true as unpaid,
        bool_or(h.submitted_on > h.due_on or (d.state in ('ISSUED', 'PART_PAID') and d.due_on < ${ctx.today}::date)) is true as late,
        coalesce(sum(l.earnings - coalesce(b.earnings, 0)) filter (where h.state <> 'POSTED'), 0) as declared, coalesce(sum(l.earnings_counted - coalesce(b.earnings_counted, 0)) filter (where h.state <> 'POSTED'), 0) as counted,
        coalesce(sum(l.worker_amount - coalesce(b.worker_amount, 0)) filter (where h.state <> 'POSTED'), 0) as worker, coalesce(sum(l.employer_amount - coalesce(b.employer_amount, 0)) filter (where h.state <> 'POSTED'), 0) as employer,
        coalesce(sum(l.state_amount - coalesce(b.state_amount, 0)) filter (where h.state <> 'POSTED'), 0) as state
      from asked a join pensions.declaration_line l on l.person_id = a.person_id and l.programme_id = a.programme_id and l.state = 'ACCEPTED' and l.month between ${from}::date and ${to}::date and ${own(sql`l.employer_id`)}
      join pensions.declaration h on h.id = l.declaration_id left join transactions.demand d on d.id = h.demand_id left join pensions.declaration_line b on b.id = l.previous_id
      group by a.id, l.month, l.employer_id),
    each as (
      select id, month, employer_id, case when p.month is null then 'AWAITED' when p.credited then 'CREDITED' else 'COUNTED' end as standing, coalesce(l.unpaid, false) as unpaid, coalesce(l.late, false) as late,
        coalesce(p.declared, l.declared) as declared, coalesce(p.counted, l.counted) as counted, coalesce(p.worker, l.worker) as worker, coalesce(p.employer, l.employer) as employer, coalesce(p.state, l.state) as state
      from posted p full join (select * from line where counted <> 0 or unpaid or late) l using (id, month, employer_id)
      where p.month is not null or l.counted <> 0),
    gap as (
      select id, min(month) as first, (max(month) + interval '1 month')::date - 1 as last, count(*)::int as months, bool_or(employed) as employed from (
        select a.id, n.month, (extract(year from n.month) * 12 + extract(month from n.month)) - row_number() over (partition by a.id order by n.month) as island,
          exists (select from pensions.employment e where e.person_id = a.person_id and daterange(e.valid_from, e.valid_to) && daterange(n.month, (n.month + interval '1 month')::date)) as employed
        from asked a cross join lateral (select g::date as month from generate_series(a.first, least(date_trunc('month', ${to}::timestamp), date_trunc('month', ${ctx.today}::timestamp) - interval '1 month', a.died_in), interval '1 month') g) n
        where not exists (select from posted p where p.id = a.id and p.month = n.month)) missing group by id, island),
    gained as (select a.id, i.year, i.interest from asked a cross join lateral pensions.interest(a.person_id, a.programme_id, a.parameter, least(${to}::date + 1, ${ctx.today}::date), a.digits) i)
    select a.id, a.person_id as person, a.currency,
      coalesce((select jsonb_agg(jsonb_build_object('month', e.month, 'employerNumber', w.number, 'employerName', o.name, 'standing', e.standing, 'unpaid', e.unpaid, 'late', e.late,
          'earningsDeclared', round(e.declared, a.digits)::text, 'earningsCounted', round(e.counted, a.digits)::text, 'workerAmount', round(e.worker, a.digits)::text, 'employerAmount', round(e.employer, a.digits)::text,
          'stateAmount', round(e.state, a.digits)::text) order by e.month, w.number)
        from (select * from each where each.id = a.id order by month, employer_id limit 1200) e left join pensions.employer w on w.id = e.employer_id left join people.organisation o on o.id = w.organisation_id), '[]') as months,
      coalesce((select jsonb_agg(jsonb_build_object('year', y.year, 'months', y.months, 'earningsCounted', round(y.counted, a.digits)::text, 'amount', round(y.amount, a.digits)::text, 'interest', round(g.interest, a.digits)::text) order by y.year)
        from (select extract(year from month)::int as year, count(distinct month)::int as months, sum(counted) as counted, sum(amount) as amount from posted where posted.id = a.id group by 1) y
        left join gained g on g.id = a.id and g.year = y.year), '[]') as years,
      coalesce((select jsonb_agg(jsonb_build_object('number', w.number, 'name', o.name, 'firstMonth', y.first, 'lastMonth', y.last, 'months', y.months, 'amount', round(y.amount, a.digits)::text) order by y.first, w.number)
        from (select employer_id, min(month) as first, max(month) as last, count(*)::int as months, sum(amount) as amount from posted where posted.id = a.id group by 1) y
        left join pensions.employer w on w.id = y.employer_id left join people.organisation o on o.id = w.organisation_id), '[]') as employers,
      coalesce((select jsonb_agg(jsonb_build_object('branch', b.branch, 'tier', b.tier, 'paidBy', b.paid_by, 'amount', round(b.amount, a.digits)::text) order by b.tier, b.branch, b.paid_by)
        from (select p.branch, p.tier, p.paid_by, sum(part.value::numeric) as amount from row r cross join lateral jsonb_each_text(r.parts) part
          join pensions.contribution_part p on p.programme_id = a.programme_id and p.code = part.key where r.id = a.id group by 1, 2, 3 having sum(part.value::numeric) <> 0) b), '[]') as branches,
      coalesce((select jsonb_agg(jsonb_build_object('from', g.first, 'to', g.last, 'months', g.months, 'employed', g.employed) order by g.first) from gap g where g.id = a.id), '[]') as gaps,
      (select count(distinct p.month)::int from posted p where p.id = a.id) as counted,
      round(coalesce((select sum(p.amount) from posted p where p.id = a.id), 0), a.digits)::text as amount,
      case when a.parameter is not null then round(coalesce((select sum(g.interest) from gained g where g.id = a.id), 0), a.digits)::text end as interest
    from asked a`;
}
