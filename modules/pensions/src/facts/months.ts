import { sql, type FactSource, type Sql } from '@kinga/plugin-sdk';

/**
 * What was contributed for a person in a scheme before the month of a day, one row a month:
 * `select month, earnings, credited, days, worker, employer, state, paid`. What was taken back, or corrected to
 * nothing, is not among it.
 */
export function monthsOf({ id, programme, currency, day }: FactSource): Sql {
  return sql`
    select c.month, sum(c.earnings_counted) as earnings, bool_and(c.source = 'CREDIT') as credited, sum(c.days)::numeric as days,
      sum(c.worker_amount) as worker, sum(c.employer_amount) as employer, sum(c.state_amount) as state, sum(c.amount) as paid
    from pensions.contribution c
    where c.person_id = ${id} and c.programme_id = ${programme} and c.currency = ${currency} and c.month < date_trunc('month', (${day})::timestamp)
    group by c.month having count(*) filter (where c.undoes_id is null) > count(*) filter (where c.undoes_id is not null)
      and (sum(c.earnings_counted) <> 0 or sum(c.amount) <> 0 or sum(c.days) <> 0 or bool_or(c.source = 'CREDIT'))`;
}

/** The amounts of a person's contributions by year and part: `select year, first, part, branch, tier, paid`. */
export function partsOf({ id, programme, currency, day }: FactSource): Sql {
  return sql`
    select extract(year from c.month) as year, date_trunc('year', c.month::timestamp)::date as first, p.code as part, p.branch, p.tier::numeric as tier, sum(share.value::numeric) as paid
    from pensions.contribution c cross join lateral jsonb_each_text(c.parts) share join pensions.contribution_part p on p.programme_id = c.programme_id and p.code = share.key
    where c.person_id = ${id} and c.programme_id = ${programme} and c.currency = ${currency} and c.month < date_trunc('month', (${day})::timestamp)
    group by 1, 2, 3, 4, 5 order by 1, 3`;
}
