import { publish } from '../../kernel/events/publish.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { enrolmentMoved } from '../events.js';
import type { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { refusedBy } from './guards.js';

/** What is to be done with many enrolments. */
export interface MovesAsked {
  /** UUIDs of enrolments that the actor may act on. */
  readonly ids: readonly string[];
  /** A move that leads to one state: SUSPEND, RESUME or EXIT. */
  readonly move: EnrolmentMove.SUSPEND | EnrolmentMove.RESUME | EnrolmentMove.EXIT;
  /** From which day on; of an enrolment that stands where it is since a later day, from that. */
  readonly on: string;
  /** Why, as a code of `enrolmentReasons`. */
  readonly reason: string;
}

/** An enrolment that a guard held back, and the code of its refusal. */
export interface MoveRefused {
  readonly id: string;
  readonly code: string;
}

/**
 * Takes many enrolments from one state to another by one statement; the database writes their steps. Those from whose state the move does
 * not lead stay as they are.
 *
 * @returns those that guards held back
 */
export async function moveEnrolments(ctx: TxContext, { ids, move, on, reason }: MovesAsked): Promise<readonly MoveRefused[]> {
  const refused = refusedBy(ctx, move, trusted('asked')) ?? trusted('select null::uuid, null::text, null::jsonb where false');
  const { rows } = await ask<{ id: string; was: EnrolmentState; became: EnrolmentState | null; code: string | null }>(ctx, sql`
    with held as materialized (select e.*, m.to_state from programmes.enrolment e join programmes.enrolment_moves() m on m.from_state = e.state and m.move = ${move}::text
      where e.id = any(${ids}::uuid[]) order by e.id for no key update of e),
    asked as materialized (select h.id as key, h.id as enrolment_id, h.programme_id, h.person_id, h.household_id, h.organisation_id, h.place_id, ${move}::text as move, h.state as from_state, h.to_state, greatest(h.state_on, ${on}::date) as on_day from held h),
    refused (key, code, said) as materialized (${refused}),
    moved as (update programmes.enrolment e set state = h.to_state, state_on = greatest(h.state_on, ${on}::date), reason = ${reason}::text, note = null,
        exited_on = case when h.to_state = 'EXITED' then greatest(h.state_on, ${on}::date) else e.exited_on end
      from held h where e.id = h.id and h.id not in (select r.key from refused r) returning e.id)
    select h.id, h.state as was, case when h.id in (select m.id from moved m) then h.to_state end as became, (select min(r.code) from refused r where r.key = h.id) as code from held h order by h.id`);
  for (const { id, was, became } of rows) if (became) await publish(ctx, enrolmentMoved, { id, from: was, to: became });
  return rows.flatMap(({ id, code }) => (code === null ? [] : [{ id, code }]));
}
