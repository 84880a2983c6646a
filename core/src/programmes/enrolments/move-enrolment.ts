import { publish } from '../../kernel/events/publish.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { dayOf } from '../../people/households/day-of.js';
import { changedMeanwhile } from '../../people/persons/refusals.js';
import { enrolmentMoved } from '../events.js';
import type { EnrolmentMove, EnrolmentState } from './enrolment-state.js';
import { refusalsOf } from './guards.js';
import { enrolmentReasons } from './reasons.js';
import { recertification } from './recertification.js';
import { enrolmentDay, enrolmentMove, enrolmentNotFound, reasonUnknown } from './refusals.js';
import { ofEnrolment } from './scope.js';

/** What is to be done with an enrolment. */
export interface MoveAsked {
  /** UUID of the enrolment. */
  readonly id: string;
  /** The version that the caller read; whatever it is where left out. */
  readonly version?: number | undefined;
  readonly move: EnrolmentMove;
  /** Where the move leads where it may lead to several states. */
  readonly to?: EnrolmentState;
  /** From which day on; today where left out. */
  readonly on?: string | null | undefined;
  /** Why, as a code of `enrolmentReasons` or of a rule. */
  readonly reason: string;
  readonly note?: string | null | undefined;
  /** The assessment that it follows from, which the enrolment rests on from now on. */
  readonly decision?: { readonly id: string; readonly priority: string | null; readonly amount: string | null };
}

/** An enrolment, held until the transaction ends. */
export interface HeldEnrolment {
  readonly id: string;
  readonly version: number;
  readonly state: EnrolmentState;
  readonly state_on: string;
  readonly programme_id: string;
  readonly person_id: string | null;
  readonly household_id: string | null;
  readonly organisation_id: string | null;
  /** The moves that lead on from here. */
  readonly moves: readonly { readonly move: EnrolmentMove; readonly to: EnrolmentState }[];
}

/** An enrolment that the actor sees; nobody else changes it until the transaction ends. */
export async function holdEnrolment(ctx: TxContext, id: string, version?: number): Promise<HeldEnrolment> {
  const { rows } = await ask<HeldEnrolment>(ctx, sql`
    select e.id, e.version, e.state, e.state_on::text, e.programme_id, e.person_id, e.household_id, e.organisation_id,
      (select jsonb_agg(jsonb_build_object('move', m.move, 'to', m.to_state)) from programmes.enrolment_moves() m where m.from_state = e.state) as moves
    from programmes.enrolment e where e.id = ${id}::uuid and ${inScope(ctx, ofEnrolment, { place: sql`e.place_id`, organisation: sql`e.organisation_id`, programme: sql`e.programme_id` })} for no key update of e`);
  const held = rows[0] ?? refuse(enrolmentNotFound('id'));
  if (version !== undefined && held.version !== version) refuse(changedMeanwhile('version', { version: held.version }));
  return held;
}

/** Takes an enrolment from one state to another, unless guards refuse; the database writes the step. */
export async function moveEnrolment(ctx: TxContext, asked: MoveAsked): Promise<HeldEnrolment> {
  const held = await holdEnrolment(ctx, asked.id, asked.version);
  const { move, reason, decision } = asked;
  const day = dayOf(ctx, asked.on);
  const step = held.moves.find((each) => each.move === move && (asked.to === undefined || each.to === asked.to))
    ?? refuse(enrolmentMove('id', { from: held.state, move, moves: [...new Set(held.moves.map((each) => each.move))].join(', ') }));
  if (day < held.state_on) refuse(enrolmentDay('on', { since: held.state_on, day }));
  const refusals = await refusalsOf(ctx, move, sql`
    select e.id as key, e.id as enrolment_id, e.programme_id, e.person_id, e.household_id, e.organisation_id, e.place_id, ${move}::text as move, e.state as from_state, ${step.to}::text as to_state, ${day}::date as on_day
    from programmes.enrolment e where e.id = ${held.id}::uuid`, 'id');
  if (refusals.length > 0) refuse(...refusals);
  await ask(ctx, sql`
    update programmes.enrolment set state = ${step.to}::text, state_on = ${day}::date, reason = ${reason}::text, note = ${asked.note ?? null}::text,
      decision_id = coalesce(${decision?.id ?? null}::uuid, decision_id),
      priority = case when ${decision !== undefined}::boolean then ${decision?.priority ?? null}::numeric else priority end,
      amount = case when ${decision !== undefined}::boolean then ${decision?.amount ?? null}::numeric else amount end,
      currency = (select p.currency from programmes.programme p where p.id = programme_id),
      applied_on = case when ${step.to}::text = 'APPLIED' and ${move}::text <> 'UPHOLD' then ${day}::date else applied_on end,
      recertify_by = case when ${move}::text = 'ENROL' then ${recertification(ctx, day)} else recertify_by end, recertify_because = case when ${move}::text = 'ENROL' then null else recertify_because end,
      enrolled_on = case when ${move}::text = 'ENROL' then ${day}::date else enrolled_on end,
      exited_on = case when ${step.to}::text = 'EXITED' then coalesce(exited_on, ${day}::date) when ${step.to}::text = 'APPEALED' then exited_on end
    where id = ${held.id}::uuid`);
  await publish(ctx, enrolmentMoved, { id: held.id, from: held.state, to: step.to });
  return held;
}

/** A reason that somebody may give for a move; refuses others. */
export function readReason(ctx: TxContext, move: EnrolmentMove, reason: string): string {
  const known = [...ctx.platform.extensions(enrolmentReasons)].filter(([, { moves }]) => moves.includes(move)).map(([code]) => code);
  return known.includes(reason) ? reason : refuse(reasonUnknown('reason', { move, reasons: known.join(', ') }));
}
