import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { indicators, type Indicator } from './indicator.js';

const of = (day: Sql, amount: Sql): Sql => sql`
  e.programme_id, o.id as person_id, e.place_id, o.sex, case when o.birth_date is not null then extract(year from age(${day}, o.birth_date))::int end as age, ${day} as on_day, ${amount} as value, null::numeric as weight, e.currency`;

const settled = (state: string): Indicator['rows'] => (_ctx, { from, to }) => sql`
  select ${of(trusted('i.settled_on'), trusted('i.amount + i.deducted + i.withheld'))} from transactions.payment_instruction i join programmes.entitlement e on e.id = i.entitlement_id join people.person o on o.id = i.payee_id
  where i.state = ${state}::text and i.settled_on between ${from} and ${to}`;

const instructions = 'transactions.instructions.read';

export const ofPayments = [
  indicators.contribute('transactions.owed', {
    description: 'What was owed, by the day on which it was due', source: 'Entitlements', unit: 'AMOUNT', permission: 'programmes.entitlements.read',
    rows: (_ctx, { from, to }) => sql`select ${of(trusted('e.due_on'), trusted('e.amount'))} from programmes.entitlement e join people.person o on o.id = e.payee_id where e.due_on between ${from} and ${to}`,
  }),
  indicators.contribute('transactions.paid', {
    description: 'What was paid, by the day on which the channel said so; what was kept back or went to others is among it', source: 'ILO Social Security Inquiry manual: benefit expenditure; here payments that are PAID', unit: 'AMOUNT', permission: instructions, rows: settled('PAID'),
  }),
  indicators.contribute('transactions.returned', { description: 'What could not be paid and came back', source: 'Payments that are RETURNED', unit: 'AMOUNT', permission: instructions, rows: settled('RETURNED') }),
  indicators.contribute('transactions.payees', {
    description: 'Who was paid something, once for each programme and period of time', source: 'ILO Social Security Inquiry manual: beneficiaries in payment; here payees of payments that are PAID', unit: 'COUNT', permission: instructions,
    rows: (_ctx, { days, from, to }) => sql`
      select distinct on (e.programme_id, i.payee_id, d.day) ${of(trusted('d.day'), trusted('null::numeric'))} from transactions.payment_instruction i join programmes.entitlement e on e.id = i.entitlement_id join people.person o on o.id = i.payee_id
      cross join lateral (select min(d.day) as day from ${days} d where d.day >= i.settled_on) d where i.state = 'PAID' and i.settled_on between ${from} and ${to} order by e.programme_id, i.payee_id, d.day, e.id`,
  }),
  indicators.contribute('transactions.unpaid', {
    description: 'What was due and is not paid, as it stands on the last day', source: 'Entitlements that were due, less payments that are PAID by then', unit: 'AMOUNT', permission: instructions,
    rows: (_ctx, { days }) => sql`
      select ${of(trusted('d.day'), trusted('e.amount'))} from ${days} d join programmes.entitlement e on e.due_on <= d.day join people.person o on o.id = e.payee_id
      where not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state = 'PAID' and i.settled_on <= d.day)`,
  }),
  indicators.contribute('transactions.days-to-pay', {
    description: 'Days from when something was due until it was paid', source: 'Payments that are PAID within the time', unit: 'DAYS', permission: instructions,
    rows: (_ctx, { from, to }) => sql`
      select ${of(trusted('i.settled_on'), trusted('(i.settled_on - e.due_on)::numeric'))} from transactions.payment_instruction i join programmes.entitlement e on e.id = i.entitlement_id join people.person o on o.id = i.payee_id
      where i.state = 'PAID' and i.settled_on between ${from} and ${to}`,
  }),
];
