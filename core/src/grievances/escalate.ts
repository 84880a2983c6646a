import { backgroundWork } from '../kernel/jobs/background.js';
import { publish } from '../kernel/events/publish.js';
import type { Context } from '../kernel/context.js';
import { inTransaction } from '../kernel/write/transaction.js';
import { clockOf, deadlinesOf, escalatesOn } from './clock.js';
import { grievanceEscalated } from './events.js';
import { lockGrievance } from './lock-grievance.js';
import { GrievanceAction } from './states.js';
import { takeStep } from './take-step.js';

const AT_A_TIME = 100;
const EVERY_MS = 60_000;

/**
 * Gives grievances whose time has passed to the next level, each in a transaction of its own: with the time limits of that level, and
 * assigned to nobody. Several processes may do it at once.
 *
 * @returns how many
 */
export async function escalateOverdue(ctx: Context): Promise<number> {
  const { rows } = await ctx.platform.pool.query<{ id: string }>(
    "select g.id from (select set_config('kinga.scope', 'all', true)) s, lateral (select id from grievances.grievance where escalate_on <= $1 order by escalate_on, id limit $2) g", [ctx.today, AT_A_TIME],
  );
  let done = 0;
  for (const { id } of rows) done += await escalateOne(ctx, id);
  return done;
}

async function escalateOne(ctx: Context, id: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { rowCount } = await tx.tx.query('select 1 from grievances.grievance where id = $1 and escalate_on <= $2 for no key update skip locked', [id, tx.today]);
    // Somebody is at it, or was.
    if (rowCount === 0) return 0;
    const grievance = await lockGrievance(tx, id);
    const level = grievance.level + 1;
    const anew = await deadlinesOf(tx, grievance.calendar, tx.today, clockOf(tx, grievance.category, level));
    const acknowledged = grievance.acknowledgedOn !== null;
    const deadlines = { acknowledgeBy: acknowledged ? grievance.acknowledgeBy : anew.acknowledgeBy, resolveBy: anew.resolveBy };
    await takeStep(tx, grievance, GrievanceAction.ESCALATE, {
      level, assignedTo: null, columns: { acknowledge_by: deadlines.acknowledgeBy, resolve_by: deadlines.resolveBy, escalate_on: escalatesOn(tx, level, deadlines, acknowledged) },
    });
    await publish(tx, grievanceEscalated, { id, level });
    return 1;
  });
}

export const escalation = backgroundWork.contribute('grievances.escalation', { everyMs: EVERY_MS, run: escalateOverdue });
