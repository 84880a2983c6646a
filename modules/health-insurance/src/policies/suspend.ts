import { ask, publish, sql, type TxContext } from '@kinga/plugin-sdk';
import { endCoverage } from '../coverage/end.js';
import { policyMoved } from './events.js';

/** Suspends policies that are not ended: from today they cover nobody. */
export async function suspend(ctx: TxContext, ids: readonly string[], reason: string, note: string | null = null): Promise<void> {
  const { rows } = await ask<{ id: string; was: string }>(ctx, sql`
    with held as (select p.id, p.state from health_insurance.policy p where p.id = any(${ids}::uuid[]) and p.state in ('IDLE', 'READY', 'ACTIVE') for update)
    update health_insurance.policy p set state = 'SUSPENDED', state_on = ${ctx.today}::date, reason = ${reason}, note = ${note} from held where p.id = held.id returning p.id, held.state as was`);
  if (rows.length === 0) return;
  await endCoverage(ctx, sql`c.policy_id = any(${rows.map(({ id }) => id)}::uuid[])`, sql`${ctx.today}::date - 1`, 'SUSPENDED');
  for (const { id, was } of rows) await publish(ctx, policyMoved, { id, from: was, to: 'SUSPENDED' });
}
