import { extensionPoint } from '../../kernel/module/extension-point.js';

/** From what day on a retention period runs, for every person at once. */
export interface RetentionClock {
  readonly description: string;
  /** SQL of `person_id` and `since`, one row for each person for whom the day has come. Whoever is not among them has no such period. */
  readonly sql: string;
}

/** Days from which periods run; a module contributes those that its own tables tell. */
export const retentionClocks = extensionPoint<RetentionClock>('privacy.retention-clocks', 'many', 'From what day on a retention period runs');

const ENROLMENTS = `select e.person_id, e.state in ('EXITED', 'REJECTED') as settled, case when e.state = 'REJECTED' then e.state_on else e.exited_on end as settled_on from programmes.enrolment e where e.person_id is not null
  union all select m.person_id, e.state in ('EXITED', 'REJECTED') or m.valid_to is not null, least(case when e.state = 'REJECTED' then e.state_on else e.exited_on end, m.valid_to)
  from programmes.enrolment e join people.membership m on m.household_id = e.household_id`;

export const coreClocks = [
  retentionClocks.contribute('registration', { description: 'Since the person was registered', sql: 'select p.id as person_id, p.created_at::date as since from people.person p' }),
  retentionClocks.contribute('death', { description: 'Since the person died', sql: 'select p.id as person_id, p.death_date as since from people.person p where p.death_date is not null' }),
  retentionClocks.contribute('exit', {
    description: 'Since the person left the last programme or was last rejected, their own or their household\'s',
    sql: `select e.person_id, max(e.settled_on) as since from (${ENROLMENTS}) e group by e.person_id having bool_and(e.settled)`,
  }),
  retentionClocks.contribute('last-payment', {
    description: 'Since the last payment to the person',
    sql: 'select i.payee_id as person_id, max(i.settled_on) as since from transactions.payment_instruction i where i.settled_on is not null group by i.payee_id',
  }),
];
