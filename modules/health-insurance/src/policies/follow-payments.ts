import { ask, demandsSettled, receiptReversed, sql, type Context, type TxContext } from '@kinga/plugin-sdk';
import { activatePaid, paid } from './activate.js';
import { suspend } from './suspend.js';

/** What a household owed for its policy is paid: the policy may become active. */
export const followSettled = demandsSettled.inTransaction('health-insurance.follow-settled', async (ctx: Context, { ids }) => {
  const tx = ctx as TxContext;
  const { rows } = await ask<{ policy_id: string }>(tx, sql`select distinct s.policy_id from health_insurance.policy_share s where s.demand_id = any(${ids}::uuid[]) and s.organisation_id is null`);
  if (rows.length > 0) await activatePaid(tx, rows.map(({ policy_id: policy }) => policy));
});

/** A payment did not come in after all: what was active by it covers nobody until it is paid again. */
export const followReversed = receiptReversed.inTransaction('health-insurance.follow-reversed', async (ctx: Context, { id }) => {
  const tx = ctx as TxContext;
  const { rows } = await ask<{ id: string }>(tx, sql`
    select distinct p.id from transactions.receipt_allocation a join health_insurance.policy_share s on s.demand_id = a.demand_id and s.organisation_id is null join health_insurance.policy p on p.id = s.policy_id
    where a.receipt_id = ${id}::uuid and p.state = 'ACTIVE' and p.reason = 'PAID' and not ${paid}`);
  if (rows.length > 0) await suspend(tx, rows.map((policy) => policy.id), 'PAYMENT_REVERSED');
});
