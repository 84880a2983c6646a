import type { Contribution } from '../../kernel/module/extension-point.js';
import { sql } from '../../kernel/read/sql.js';
import { householdClosed, personDead } from '../../people/households/refusals.js';
import { personMerged } from '../../people/merge/refusals.js';
import { personErased } from '../../people/persons/refusals.js';
import { programmeNotRunning } from '../refusals.js';
import { EnrolmentMove } from './enrolment-state.js';
import { enrolmentGuards } from './guards.js';
import { enrolmentOfMerged } from './refusals.js';

const { APPLY, REENTER, ENROL, RESUME } = EnrolmentMove;

export const ownGuards: readonly Contribution[] = [
  enrolmentGuards.contribute('programmes.running', {
    description: 'Nobody applies to a programme or is enrolled in it on a day on which it does not run.',
    moves: [APPLY, REENTER, ENROL],
    refusals: { PROGRAMME_NOT_RUNNING: programmeNotRunning },
    refused: (_ctx, asked) => sql`
      select a.key, 'PROGRAMME_NOT_RUNNING', jsonb_build_object('day', a.on_day) from ${asked} a join programmes.programme p on p.id = a.programme_id
      where a.on_day < p.starts_on or a.on_day >= p.ends_on`,
  }),
  enrolmentGuards.contribute('programmes.standing', {
    description: 'Whoever was found to be another, was erased, has died, or is a household that was closed, is not enrolled.',
    moves: [APPLY, REENTER, ENROL, RESUME],
    refusals: { PERSON_MERGED: personMerged, PERSON_ERASED: personErased, PERSON_DEAD: personDead, HOUSEHOLD_CLOSED: householdClosed, ENROLMENT_OF_MERGED: enrolmentOfMerged },
    refused: (_ctx, asked) => sql`
      select a.key, case when p.erased_on is not null then 'PERSON_ERASED' when p.merged_into_id is null then 'PERSON_DEAD' when e.reason = 'MERGED' then 'ENROLMENT_OF_MERGED' else 'PERSON_MERGED' end, jsonb_build_object('death', p.death_date)
      from ${asked} a join people.person p on p.id = a.person_id left join programmes.enrolment e on e.id = a.enrolment_id
      where p.merged_into_id is not null or p.erased_on is not null or p.death_date <= a.on_day
      union all
      select a.key, 'HOUSEHOLD_CLOSED', jsonb_build_object('day', h.closed_on) from ${asked} a join people.household h on h.id = a.household_id where h.closed_on is not null`,
  }),
];
