import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import type { BackgroundWork } from '../../kernel/jobs/background.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { taskOverdue } from '../events.js';
import { openLackingStep, type RequestToStep } from './open-steps.js';

const SOME = 100;

/** Says of tasks that they are overdue, once. */
export async function tellOverdue(ctx: TxContext): Promise<number> {
  const { rows } = await ctx.tx.query<{ id: string; request_id: string }>(
    `update change_requests.task t set told_at = now() where t.id in (
       select o.id from change_requests.task o where o.state = 'OPEN' and o.told_at is null and o.due_on < $1 order by o.due_on, o.id limit ${SOME} for update skip locked)
     returning t.id, t.request_id`, [ctx.today],
  );
  for (const { id, request_id: request } of rows) await publish(ctx, taskOverdue, { id, request });
  return rows.length;
}

/**
 * Gives a step to requests that the version before made, which knew of none. It may still run beside this one, and ends what it
 * begins without steps: younger ones are left to it.
 */
export async function openLacking(ctx: TxContext): Promise<number> {
  const { rows } = await ctx.tx.query<RequestToStep & { readonly approvals: readonly string[] }>(
    `select r.id, r.made_by as "madeBy", r.person_id as "personId", r.household_id as "householdId", r.place_id as "placeId", r.approvals from change_requests.change_request r
     where r.state = 'PENDING' and r.created_at < now() - interval '1 hour' and not exists (select from change_requests.task t where t.request_id = r.id) order by r.id limit ${SOME} for update of r skip locked`,
  );
  for (const row of rows) await openLackingStep(ctx, row, row.approvals);
  return rows.length;
}

export const lookAfterTasks: BackgroundWork = {
  everyMs: 60_000,
  run: async (ctx: Context) => (await inTransaction(ctx, openLacking)) + (await inTransaction(ctx, tellOverdue)),
};
