import { indicators, sql, trusted, type Indicator, type Sql } from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';

/** A row of an indicator: the programme of a pension or a claim `w`, and its person `o`, on a day. */
const row = (day: string, value = 'null::numeric', currency = 'null::text'): Sql => trusted(`
  w.programme_id, o.id as person_id, o.place_id, o.sex, case when o.birth_date is not null then extract(year from age(${day}, o.birth_date))::int end as age, (${day})::date as on_day, ${value} as value, null::numeric as weight, ${currency} as currency`);

const AWARDS = trusted('pensions.award w join people.person o on o.id = w.person_id');
const STATE = trusted('(select s.to_state from programmes.enrolment_step s where s.enrolment_id = w.enrolment_id and s.on_day <= d.day order by s.number desc limit 1)');

/** Pensions that had begun and not ended on a day, and whose enrolment was in a state then. */
const standing = (state: string, value?: string, currency?: string, kind?: AwardKind): Indicator['rows'] => (_ctx, { days }) => sql`
  select ${row('d.day', value, currency)} from ${days} d join ${AWARDS} on w.from_day <= d.day and (w.last_day is null or w.last_day >= d.day)
  where ${STATE} = ${state}::text and (${kind ?? null}::text is null or w.kind = ${kind ?? null}::text)`;
const granted = (kind?: AwardKind): Indicator['rows'] => (_ctx, { from, to }) => sql`
  select ${row('w.awarded_on')} from ${AWARDS} where w.awarded_on between ${from} and ${to} and (${kind ?? null}::text is null or w.kind = ${kind ?? null}::text)`;

const permission = 'pensions.awards.read';
const STEPS = 'Awards with their first and last day, and the steps of the enrolments by which they are paid';
const CALLED: Readonly<Record<AwardKind, string>> = { OLD_AGE: 'old-age', EARLY: 'early', DISABILITY: 'disability', SURVIVOR: 'survivors' };
const SAID: Readonly<Record<AwardKind, string>> = { OLD_AGE: 'of old age', EARLY: 'taken early', DISABILITY: 'of disability', SURVIVOR: 'of survivors' };

/** What is measured of pensions. */
export const pensionIndicators = [
  indicators.contribute('pensions.granted', { description: 'Pensions that were granted within the time', source: 'Awards by the day on which they were granted', unit: 'COUNT', permission, rows: granted() }),
  indicators.contribute('pensions.in-payment', { description: 'Pensions that are paid on the last day: begun, not ended, not suspended', source: STEPS, unit: 'COUNT', permission, rows: standing('ENROLLED') }),
  ...Object.values(AwardKind).flatMap((kind) => [
    indicators.contribute(`pensions.granted-${CALLED[kind]}`, { description: `Pensions ${SAID[kind]} that were granted within the time`, source: 'Awards by the day on which they were granted', unit: 'COUNT', permission, rows: granted(kind) }),
    indicators.contribute(`pensions.in-payment-${CALLED[kind]}`, { description: `Pensions ${SAID[kind]} that are paid on the last day`, source: STEPS, unit: 'COUNT', permission, rows: standing('ENROLLED', undefined, undefined, kind) }),
  ]),
  indicators.contribute('pensions.suspended', { description: 'Pensions that are suspended on the last day', source: STEPS, unit: 'COUNT', permission, rows: standing('SUSPENDED') }),
  indicators.contribute('pensions.ended', {
    description: 'Pensions that ended within the time', source: 'Awards by their last day', unit: 'COUNT', permission,
    rows: (_ctx, { from, to }) => sql`select ${row('w.last_day')} from ${AWARDS} where w.last_day between ${from} and ${to}`,
  }),
  indicators.contribute('pensions.monthly-worth', {
    description: 'What the pensions that are paid on the last day are worth a month together', source: 'Steps of awards in force on the day', unit: 'AMOUNT', permission, rows: standing('ENROLLED', 'pensions.worth(w.id, d.day)', 'w.currency'),
  }),
  indicators.contribute('pensions.expenditure', {
    description: 'What was found to be owed to pensioners for periods that begin within the time, arrears included, less what was owed too much', source: 'Entitlements and overpayments of the enrolments by which pensions are paid', unit: 'AMOUNT', permission: 'programmes.entitlements.read',
    rows: (_ctx, { from, to }) => sql`
      select ${row('w.period_from', 'w.amount', 'w.currency')} from (
        select e.programme_id, e.enrolment_id, e.period_from, e.amount, e.currency from programmes.entitlement e where e.period_from between ${from} and ${to}
        union all select v.programme_id, v.enrolment_id, v.period_from, - v.amount, v.currency from programmes.overpayment v where v.period_from between ${from} and ${to}) w
      join programmes.enrolment n on n.id = w.enrolment_id join people.person o on o.id = n.person_id where exists (select from pensions.award a where a.enrolment_id = w.enrolment_id)`,
  }),
  indicators.contribute('pensions.days-to-decide', {
    description: 'Days from the lodging of a claim until it was granted or refused', source: 'Claims by the day on which they were decided', unit: 'DAYS', permission: 'pensions.claims.read',
    rows: (_ctx, { from, to }) => sql`
      select ${row('w.decided_on', '(w.decided_on - w.lodged_on)::numeric')} from pensions.claim w join people.person o on o.id = w.person_id where w.decided_on between ${from} and ${to} and w.state in ('AWARDED', 'REJECTED')`,
  }),
];
