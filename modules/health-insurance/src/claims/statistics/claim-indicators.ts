import { indicators, sql, trusted, type Indicator, type Sql } from '@kinga/plugin-sdk';

const READ = 'health-insurance.claims.read';

/** The programme of the policy that pays most of a claim; null of those that nothing pays. */
const programme = trusted(`(select p.programme_id from health_insurance.consumption n join health_insurance.policy p on p.id = n.policy_id where n.claim_id = c.id and n.superseded_by is null order by n.paid desc, p.id limit 1)`);

/** Claims by a day of theirs, with whom they are of; by the place of the facility. */
const claims = (day: string, value: Sql, where: Sql = trusted('true')): Indicator['rows'] => (_ctx, { from, to }) => sql`
  select ${programme} as programme_id, c.person_id, c.place_id, o.sex, case when o.birth_date is not null then extract(year from age(c.visit_to, o.birth_date))::int end as age, ${trusted(`c.${day}`)} as on_day, (${value})::numeric as value, null::numeric as weight, c.currency
  from health_insurance.claim c join people.person o on o.id = c.person_id where ${trusted(`c.${day}`)} between ${from} and ${to} and ${where}`;

const none = trusted('null');

export const claimIndicators = [
  indicators.contribute('health-insurance.claims-submitted', { description: 'Claims that were submitted within the time', source: 'Claims by the day of their submission', unit: 'COUNT', permission: READ, rows: claims('submitted_on', none) }),
  indicators.contribute('health-insurance.claims-accepted', { description: 'Claims decided within the time of which something is paid or borne by the member', source: 'Claims that are VALUED or PAID, by the day of the decision that holds', unit: 'COUNT', permission: READ, rows: claims('decided_on', none, trusted("c.state in ('VALUED', 'PAID')")) }),
  indicators.contribute('health-insurance.claims-rejected', { description: 'Claims decided within the time of which nothing is paid', source: 'Claims that are REJECTED, by the day of the decision that holds', unit: 'COUNT', permission: READ, rows: claims('decided_on', none, trusted("c.state = 'REJECTED'")) }),
  indicators.contribute('health-insurance.claimed', { description: 'What claims that were submitted within the time ask for', source: 'Sum of what claims ask for, by the day of their submission', unit: 'AMOUNT', permission: READ, rows: claims('submitted_on', trusted('c.claimed')) }),
  indicators.contribute('health-insurance.approved', { description: 'What is paid of claims that were decided within the time', source: 'Sum of what is paid, by the day of the decision that holds', unit: 'AMOUNT', permission: READ, rows: claims('decided_on', trusted('c.approved'), trusted("c.state in ('VALUED', 'PAID')")) }),
  indicators.contribute('health-insurance.days-to-decide', { description: 'Days from the submission of a claim until it was decided', source: 'Claims by the day of the decision that holds', unit: 'DAYS', permission: READ, rows: claims('decided_on', trusted('c.decided_on - c.submitted_on')) }),
  indicators.contribute('health-insurance.days-to-pay', { description: 'Days from the submission of a claim until it went into a remittance that was approved', source: 'Claims by the day of the approval of their last remittance', unit: 'DAYS', permission: READ, rows: claims('paid_on', trusted('c.paid_on - c.submitted_on')) }),
  indicators.contribute('health-insurance.claims-ratio', {
    description: 'What is paid of claims for care within the time, by the premiums that are earned in it', source: 'Loss ratio as insurers have it: claims incurred by the last day of the visit; the premium of a policy is earned by days from the day on which it is effective', unit: 'RATIO', permission: READ,
    rows: (_ctx, { from, to }) => sql`
      select ${programme} as programme_id, c.person_id, c.place_id, o.sex, case when o.birth_date is not null then extract(year from age(c.visit_to, o.birth_date))::int end as age, c.visit_to as on_day, c.approved as value, 0::numeric as weight, null::text as currency
      from health_insurance.claim c join people.person o on o.id = c.person_id where c.visit_to between ${from} and ${to} and c.state in ('VALUED', 'PAID')
      union all
      select p.programme_id, h.head_id, h.place_id, null, null, part.last, 0, p.value * (part.last - part.first + 1) / (p.ends_on - p.effective_on + 1), null
      from health_insurance.policy p join people.household h on h.id = p.household_id
      cross join lateral generate_series(date_trunc('month', greatest(p.effective_on, ${from})), least(p.ends_on, ${to}), interval '1 month') as month (day)
      cross join lateral (select greatest(month.day::date, p.effective_on, ${from}) as first, least((month.day + interval '1 month - 1 day')::date, p.ends_on, ${to}) as last) part
      where p.effective_on is not null and p.state <> 'CANCELLED' and p.effective_on <= ${to} and p.ends_on >= ${from}`,
  }),
];
