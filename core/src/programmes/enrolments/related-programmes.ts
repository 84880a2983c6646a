import { sql } from '../../kernel/read/sql.js';
import { EnrolmentMove } from './enrolment-state.js';
import { enrolmentGuards } from './guards.js';
import { programmeExclusive, programmeNeeded } from './refusals.js';

/** Whether somebody who is to be enrolled is in another programme: themselves, or by their household or somebody in it. */
const IN_OTHER = sql`exists (select from programmes.enrolment o where o.programme_id = r.other and o.state in ('ENROLLED', 'SUSPENDED') and (
  o.person_id = a.person_id or o.household_id = a.household_id or o.organisation_id = a.organisation_id
  or o.household_id = (select p.household_id from people.person p where p.id = a.person_id)
  or o.person_id in (select p.id from people.person p where p.household_id = a.household_id)))`;

/** What programmes are to each other is asked of each move into one. */
export const relatedProgrammes = enrolmentGuards.contribute('programmes.related', {
  description: 'Nobody is in two programmes that exclude each other, nor in one that complements another without being in that.',
  moves: [EnrolmentMove.ENROL],
  refusals: { PROGRAMME_EXCLUSIVE: programmeExclusive, PROGRAMME_NEEDED: programmeNeeded },
  refused: (_ctx, asked) => sql`
    select a.key, case r.kind when 'EXCLUSIVE' then 'PROGRAMME_EXCLUSIVE' else 'PROGRAMME_NEEDED' end, jsonb_build_object('programme', p.code)
    from ${asked} a join (
      select programme_id as own, other_id as other, kind from programmes.programme_relation
      union all select other_id, programme_id, kind from programmes.programme_relation where kind = 'EXCLUSIVE') r on r.own = a.programme_id
    join programmes.programme p on p.id = r.other
    where ${IN_OTHER} = (r.kind = 'EXCLUSIVE')`,
});
