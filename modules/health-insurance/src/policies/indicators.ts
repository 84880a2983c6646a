import { indicators, sql, trusted, type Indicator, type Sql } from '@kinga/plugin-sdk';

/** What is told of a policy `p` is told by its household `h` and the head of it, `o`. */
const ofHousehold = sql`join people.household h on h.id = p.household_id left join people.person o on o.id = h.head_id`;
const row = (day: Sql, value: Sql = trusted('null::numeric'), weight: Sql = trusted('null::numeric'), currency: Sql = trusted('null::text')): Sql => sql`
  p.programme_id, h.head_id as person_id, h.place_id, o.sex, case when o.birth_date is not null then extract(year from age(${day}, o.birth_date))::int end as age, ${day} as on_day, ${value} as value, ${weight} as weight, ${currency} as currency`;

/** Policies that came into effect within the span. */
const begun = (stage: string): Indicator['rows'] => (_ctx, { from, to }) => sql`
  select ${row(trusted('p.effective_on'))} from health_insurance.policy p ${ofHousehold} where p.stage = ${stage}::text and p.effective_on between ${from} and ${to} and p.state <> 'CANCELLED'`;

/** Whether a policy that came into effect renews `p`. */
const renewed = trusted("exists (select from health_insurance.policy n where n.renewed_from_id = p.id and n.effective_on is not null and n.state <> 'CANCELLED')");
/** Policies that had come into effect and whose last day lies within the span and has passed. */
const ended = (span: { readonly from: Sql; readonly to: Sql }, today: string): Sql => sql`p.effective_on is not null and p.state <> 'CANCELLED' and p.ends_on between ${span.from} and least(${span.to}, ${today}::date - 1)`;

const READ = 'health-insurance.policies.read';

export const policyIndicators = [
  indicators.contribute('health-insurance.covered', {
    description: 'Persons whom a policy covers on the last day', source: 'ILO Social Security Inquiry manual: persons protected; here rows of coverage that hold the day', unit: 'COUNT', permission: READ,
    rows: (_ctx, { days }) => sql`
      select c.programme_id, o.id as person_id, o.place_id, o.sex, case when o.birth_date is not null then extract(year from age(d.day, o.birth_date))::int end as age, d.day as on_day, null::numeric as value, null::numeric as weight, null::text as currency
      from ${days} d join health_insurance.coverage c on c.days @> d.day join people.person o on o.id = c.person_id`,
  }),
  indicators.contribute('health-insurance.policies-in-force', {
    description: 'Policies that cover somebody on the last day, by the head of the household', source: 'Policies with rows of coverage that hold the day', unit: 'COUNT', permission: READ,
    rows: (_ctx, { days }) => sql`select ${row(trusted('d.day'))} from ${days} d join health_insurance.policy p on p.effective_on <= d.day and p.ends_on >= d.day and exists (select from health_insurance.coverage c where c.policy_id = p.id and c.days @> d.day) ${ofHousehold}`,
  }),
  indicators.contribute('health-insurance.policies-new', { description: 'New policies that came into effect within the time', source: 'Policies of the stage NEW, by the day from which they cover', unit: 'COUNT', permission: READ, rows: begun('NEW') }),
  indicators.contribute('health-insurance.policies-renewed', { description: 'Renewed policies that came into effect within the time', source: 'Policies of the stage RENEWED, by the day from which they cover', unit: 'COUNT', permission: READ, rows: begun('RENEWED') }),
  indicators.contribute('health-insurance.policies-lapsed', {
    description: 'Policies that ended within the time and that no other has renewed', source: 'Policies that covered, by their last day, without a renewal that came into effect', unit: 'COUNT', permission: READ,
    rows: ({ today }, span) => sql`select ${row(trusted('p.ends_on'))} from health_insurance.policy p ${ofHousehold} where ${ended(span, today)} and not ${renewed}`,
  }),
  indicators.contribute('health-insurance.renewal-rate', {
    description: 'Which part of the policies that ended within the time was renewed', source: 'Policies that covered, by their last day; those with a renewal that came into effect, by all', unit: 'RATIO', permission: READ,
    rows: ({ today }, span) => sql`select ${row(trusted('p.ends_on'), sql`case when ${renewed} then 1 else 0 end::numeric`, trusted('1::numeric'))} from health_insurance.policy p ${ofHousehold} where ${ended(span, today)}`,
  }),
  indicators.contribute('health-insurance.premiums-due', {
    description: 'Premiums that were due, of households and of those who pay a part for them', source: 'Demands of the shares of policies that are not taken back, by the day on which they were due', unit: 'AMOUNT', permission: 'transactions.demands.read',
    rows: (_ctx, { from, to }) => sql`
      select ${row(trusted('d.due_on'), trusted('d.amount'), trusted('null::numeric'), trusted('d.currency'))} from health_insurance.policy_share s join transactions.demand d on d.id = s.demand_id join health_insurance.policy p on p.id = s.policy_id ${ofHousehold}
      where d.state <> 'CANCELLED' and d.due_on between ${from} and ${to}`,
  }),
  indicators.contribute('health-insurance.premiums-paid', {
    description: 'Premiums that were paid, by the day on which it was booked; what was taken back is taken off', source: 'What receipts settled of the demands of policies', unit: 'AMOUNT', permission: 'transactions.receipts.read',
    rows: (_ctx, { from, to }) => sql`
      select ${row(trusted('a.allocated_on'), trusted('a.amount'), trusted('null::numeric'), trusted('a.currency'))} from health_insurance.policy_share s join transactions.receipt_allocation a on a.demand_id = s.demand_id join health_insurance.policy p on p.id = s.policy_id ${ofHousehold}
      where a.allocated_on between ${from} and ${to}`,
  }),
];
