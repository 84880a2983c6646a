import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { EnrolmentMove } from './enrolment-state.js';
import { moveEnrolments, type MoveRefused } from './move-enrolments.js';

/** Suspensions that were found not to hold. */
export interface SuspensionsUndone {
  /** Each with UUIDs of the step that suspended, of an enrolment that the actor may act on, and of the decision that it follows from. */
  readonly steps: readonly { readonly step: string; readonly decision: string }[];
  /** Why, as a code. */
  readonly reason: string;
}

/**
 * Undoes suspensions, since what they rested on was not so. What was not owed for their time waits to be determined again; an enrolment that
 * still stands by one of them goes on from the day of it. One that was undone already stays so.
 *
 * @returns those that guards held back from going on
 */
export async function undoSuspensions(ctx: TxContext, { steps, reason }: SuspensionsUndone): Promise<readonly MoveRefused[]> {
  if (steps.length === 0) return [];
  const { rows: standing } = await ask<{ id: string; first: string }>(ctx, sql`
    with undone as (
      insert into programmes.undone_step (step_id, enrolment_id, undone_on, reason, decision_id, made_by)
      select s.id, s.enrolment_id, ${ctx.today}::date, ${reason}::text, u.decision, ${ctx.actor.id}::text
      from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as u (step uuid, decision uuid) join programmes.enrolment_step s on s.id = u.step and s.to_state = 'SUSPENDED'
      on conflict (step_id) do nothing returning step_id)
    select s.enrolment_id as id, min(s.on_day) over ()::text as first from undone u join programmes.enrolment_step s on s.id = u.step_id
    where not exists (select from programmes.enrolment_step later where later.enrolment_id = s.enrolment_id and later.number > s.number)`);
  const [one] = standing;
  return one ? moveEnrolments(ctx, { ids: standing.map(({ id }) => id), move: EnrolmentMove.RESUME, on: one.first, reason }) : [];
}
