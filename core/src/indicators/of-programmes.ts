import { orElse } from '../kernel/read/or-else.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { indicators, type Indicator } from './indicator.js';

const SOURCE = 'ILO Social Security Inquiry manual: persons protected and beneficiaries; here whoever is enrolled, with all members of a household that is';

/** Whom an enrolment `e` reaches on a day: the person, or who belonged to the household then. Organisations reach nobody. */
const reached = (day: Sql): Sql => sql`
  (select e.person_id as id where e.person_id is not null
   union all select m.person_id from people.membership m where m.household_id = e.household_id and m.valid_from <= ${day} and coalesce(m.valid_to > ${day}, true)) r join people.person o on o.id = r.id`;

const facts = (day: Sql): Sql => sql`e.programme_id, o.id as person_id, e.place_id, o.sex, case when o.birth_date is not null then extract(year from age(${day}, o.birth_date))::int end as age, ${day} as on_day, null::numeric as value, null::numeric as weight, null::text as currency`;

/** Persons whom steps of enrolments reach that lead to a state within the span. */
const moved = (to: string, first: string): Indicator['rows'] => (_ctx, { from, to: until }) => sql`
  select ${facts(trusted('s.on_day'))} from programmes.enrolment_step s join programmes.enrolment e on e.id = s.enrolment_id cross join lateral ${reached(trusted('s.on_day'))}
  where s.to_state = ${to}::text and s.on_day between ${from} and ${until} and ${trusted(first)}`;

export const ofProgrammes = [
  indicators.contribute('programmes.enrolled', {
    description: 'Persons who are enrolled on the last day, or live in a household that is', source: SOURCE, unit: 'COUNT', permission: 'programmes.enrolments.read',
    rows: (_ctx, { days }) => sql`
      select ${facts(trusted('d.day'))} from ${days} d join programmes.enrolment e on e.enrolled_on <= d.day and coalesce(e.exited_on > d.day, true) and programmes.enrolled_on(e.id, d.day) cross join lateral ${reached(trusted('d.day'))}`,
  }),
  indicators.contribute('programmes.entered', {
    description: 'Persons who were enrolled within the time, or lived in a household that was', source: 'Steps of enrolments to ENROLLED, but for those that went on after a suspension', unit: 'COUNT', permission: 'programmes.enrolments.read',
    rows: moved('ENROLLED', "s.from_state is distinct from 'SUSPENDED'"),
  }),
  indicators.contribute('programmes.exited', {
    description: 'Persons whose enrolment ended within the time, or that of their household', source: 'Steps of enrolments to EXITED from ENROLLED or SUSPENDED', unit: 'COUNT', permission: 'programmes.enrolments.read',
    rows: moved('EXITED', "s.from_state in ('ENROLLED', 'SUSPENDED')"),
  }),
  indicators.contribute('programmes.days-to-decide', {
    description: 'Days from an application until it was decided on', source: 'From the step to APPLIED until the next step, of those that led to ELIGIBLE or REJECTED within the time', unit: 'DAYS', permission: 'programmes.enrolments.read',
    rows: (_ctx, { from, to }) => sql`
      select e.programme_id, o.id as person_id, e.place_id, o.sex, case when o.birth_date is not null then extract(year from age(s.on_day, o.birth_date))::int end as age, s.on_day, (s.on_day - b.on_day)::numeric as value, null::numeric as weight, null::text as currency
      from programmes.enrolment_step s join programmes.enrolment e on e.id = s.enrolment_id
      join lateral (select p.on_day from programmes.enrolment_step p where p.enrolment_id = s.enrolment_id and p.number < s.number and p.to_state = 'APPLIED' order by p.number desc limit 1) b on true
      left join people.household h on h.id = e.household_id left join people.person o on o.id = ${orElse(trusted('e.person_id'), trusted('h.head_id'))}
      where s.from_state = 'APPLIED' and s.to_state in ('ELIGIBLE', 'REJECTED') and s.on_day between ${from} and ${to}`,
  }),
];
