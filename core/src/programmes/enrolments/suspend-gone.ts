import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { membersChanged } from '../../people/households/events.js';
import { deathRecorded, lifeEventVoided } from '../../people/life-events/events.js';
import { enrolmentMoved } from '../events.js';
import { EnrolmentState } from './enrolment-state.js';

/** Who may be gone, and why their enrolments are suspended where they are. */
interface Gone {
  /** Rows `(id, gone_on)` of the registry, `gone_on` null where they are not gone. */
  readonly subjects: Sql;
  readonly column: Sql;
  readonly because: string;
  /** The reason with which it goes on where they prove not to be gone. */
  readonly back: string;
  /** The day from which they are back. */
  readonly on: string;
}

/**
 * Suspends what those are enrolled in who are gone, so that nobody is paid for them, and lets it go on where that proves wrong; what
 * somebody suspended for another reason stays so. They may be enrolled where the actor sees nothing: whoever may record that they are
 * gone may have it suspended.
 */
async function suspendGone(ctx: TxContext, { subjects, column, because, back, on }: Gone): Promise<void> {
  const { rows } = await beyondScope(ctx, () => ask<{ id: string; state: EnrolmentState }>(ctx, sql`
    update programmes.enrolment e set note = null, state_on = greatest(e.state_on, coalesce(s.gone_on, ${on}::date)),
      state = case when s.gone_on is null then 'ENROLLED' else 'SUSPENDED' end, reason = case when s.gone_on is null then ${back}::text else ${because}::text end
    from (${subjects}) s (id, gone_on)
    where ${column} = s.id and case when s.gone_on is null then e.state = 'SUSPENDED' and e.reason = ${because}::text else e.state = 'ENROLLED' end
    returning e.id, e.state`));
  for (const { id, state } of rows) await publish(ctx, enrolmentMoved, { id, from: state === EnrolmentState.ENROLLED ? EnrolmentState.SUSPENDED : EnrolmentState.ENROLLED, to: state });
}

/** A household is closed once nobody belongs to it: all moved away, came into another, proved to be others or died. */
export const suspendClosed = membersChanged.inTransaction('programmes.suspend-closed', (ctx: Context, { household, on }) => suspendGone(ctx as TxContext, {
  subjects: sql`select h.id, h.closed_on from people.household h where h.id = ${household}::uuid`, column: sql`e.household_id`, because: 'HOUSEHOLD_CLOSED', back: 'HOUSEHOLD_OPEN_AGAIN', on,
}));

const dead = (persons: readonly string[], on: string): Gone => ({
  subjects: sql`select p.id, p.death_date from people.person p where p.id = any(${persons}::uuid[])`, column: sql`e.person_id`, because: 'DIED', back: 'ALIVE', on,
});

export const suspendDead = deathRecorded.inTransaction('programmes.suspend-dead', (ctx: Context, { person, on }) => suspendGone(ctx as TxContext, dead([person], on)));
export const resumeAlive = lifeEventVoided.inTransaction('programmes.resume-alive', (ctx: Context, { persons, on }) => suspendGone(ctx as TxContext, dead(persons, on)));
