import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { EnrolmentMove } from '../enrolments/enrolment-state.js';
import { refusedBy } from '../enrolments/guards.js';
import { holdPlaces, type Left } from '../enrolments/places.js';
import { ofWholeProgrammes } from '../whole-programme.js';
import { moveOn, type Run } from './run-row.js';

const AT_A_TIME = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** By whom places are taken first. */
const TURN = trusted('priority desc nulls last, state_on, id');

/** Whoever may be given a place: the waiting list, and whom this run found eligible; those whom a guard keeps out are noted once. The states stand by themselves too, as in the index. */
const CANDIDATES = (run: Run) => sql`
  select e.id, e.state, e.amount, e.priority, e.state_on, e.programme_id, e.person_id, e.household_id, e.organisation_id, e.place_id
  from programmes.enrolment e left join programmes.decision d on d.id = e.decision_id
  where e.programme_id = ${run.programme_id}::uuid and e.state in ('ELIGIBLE', 'WAITING') and (e.state = 'WAITING' or e.state = 'ELIGIBLE' and d.run_id = ${run.id}::uuid)
    and not exists (select from programmes.targeting_failure f where f.run_id = ${run.id}::uuid and coalesce(f.person_id, f.household_id, f.organisation_id) = coalesce(e.person_id, e.household_id, e.organisation_id))`;

/**
 * Of a run over a part of the registry, or of one that somebody with limits started, those whose turn it is and whom it found itself: whoever waits and comes before them keeps
 * their turn, and is taken in by a run over all or by `waitingListAdmit`.
 */
function ownTurns(run: Run, { places, budget }: Left): Sql {
  return sql`and e.id in (
    select r.id from (
      select c.id, c.own, row_number() over turns as turn, sum(coalesce(c.amount, 0)) over (turns rows unbounded preceding) as granted
      from (select c.*, d.run_id is not distinct from ${run.id}::uuid as own from (${CANDIDATES(run)}) c join programmes.enrolment e on e.id = c.id left join programmes.decision d on d.id = e.decision_id) c window turns as (order by ${TURN})) r
    where r.own and (${places}::int is null or r.turn <= ${places}::int) and (${budget}::numeric is null or r.granted <= ${budget}::numeric))`;
}

/**
 * Gives places to the next ones in the order of priority, as many as there are and as the budget allows. The first for whom it does not
 * suffice keeps the others waiting. @returns whether there may be more to give
 */
export async function allocate(ctx: TxContext, run: Run, recertifyBy: Sql): Promise<boolean> {
  return beyondScope(ctx, async () => {
    const left = await holdPlaces(ctx, run.programme_id);
    const { places, budget } = left;
    const turns = run.place_codes === null && run.chosen === null && ofWholeProgrammes(ctx) ? trusted('') : ownTurns(run, left);
    const most = Math.min(AT_A_TIME, places ?? AT_A_TIME);
    if (most <= 0) return false;
    const refused = refusedBy(ctx, EnrolmentMove.ENROL, trusted('asked')) ?? trusted(`select null::uuid, null::text, null::jsonb where false`);
    const { rows: [given] } = await ask<{ enrolled: number; failed: number; looked: number }>(ctx, sql`
      with candidates as materialized (${CANDIDATES(run)} ${turns} order by e.priority desc nulls last, e.state_on, e.id limit ${most}::int for no key update of e),
      asked as materialized (select c.id as key, c.id as enrolment_id, c.programme_id, c.person_id, c.household_id, c.organisation_id, c.place_id, 'ENROL'::text as move, c.state as from_state, 'ENROLLED'::text as to_state, ${run.on_date}::date as on_day from candidates c),
      refused (key, code, said) as materialized (${refused}),
      noted as (insert into programmes.targeting_failure (run_id, person_id, household_id, organisation_id, code)
        select ${run.id}::uuid, c.person_id, c.household_id, c.organisation_id, (select min(r.code) from refused r where r.key = c.id) from candidates c where c.id in (select r.key from refused r) returning 1),
      allowed as (select c.*, sum(coalesce(c.amount, 0)) over (order by c.priority desc nulls last, c.state_on, c.id) as granted from candidates c where c.id not in (select r.key from refused r)),
      enrolled as (update programmes.enrolment e set state = 'ENROLLED', state_on = greatest(e.state_on, ${run.on_date}::date), enrolled_on = greatest(e.state_on, ${run.on_date}::date), note = null,
          reason = case a.state when 'WAITING' then 'NEXT_IN_LINE' else 'TARGETED' end, recertify_by = ${recertifyBy}, recertify_because = null
        from allowed a where e.id = a.id and (${budget}::numeric is null or a.granted <= ${budget}::numeric) returning 1)
      select (select count(*)::int from enrolled) as enrolled, (select count(*)::int from noted) as failed, (select count(*)::int from candidates) as looked`);
    const { enrolled = 0, failed = 0, looked = 0 } = given ?? {};
    if (enrolled + failed > 0) await moveOn(ctx, run, { enrolled, failed });
    return looked > 0 && enrolled + failed === looked;
  });
}

/**
 * Puts some of those whom the run found eligible and who got no place on the waiting list: those after an enrolment, in the order of ids.
 *
 * @returns the last of them; undefined where there is none after
 */
export async function waitlist(ctx: TxContext, run: Run, after: string = FIRST): Promise<string | undefined> {
  return beyondScope(ctx, async () => {
    const { places } = await holdPlaces(ctx, run.programme_id);
    const { rows: [{ count, last } = { count: 0, last: null }] } = await ask<{ count: number; last: string | null }>(ctx, sql`
      with waiting as (update programmes.enrolment e set state = 'WAITING', state_on = greatest(e.state_on, ${run.on_date}::date), reason = ${places === null || places > 0 ? 'BUDGET_SPENT' : 'PLACES_FULL'}::text, note = null
      from (${CANDIDATES(run)} and e.state = 'ELIGIBLE' and e.id > ${after}::uuid order by e.id limit ${AT_A_TIME}::int) c where e.id = c.id returning e.id)
      select count(*)::int as count, max(id::text) as last from waiting`);
    if (count > 0) await moveOn(ctx, run, { waiting: count });
    return last ?? undefined;
  });
}
