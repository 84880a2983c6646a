import { ask, publish, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { beginCoverage, resumeCoverage } from '../coverage/begin.js';
import { policyMoved } from './events.js';

interface Moved {
  readonly id: string;
  readonly was: string;
}

/** Whether all that the household owes for a policy `p` is paid: what others pay of it holds nothing up. */
export const paid: Sql = sql`not exists (
  select from health_insurance.policy_share s left join transactions.demand d on d.id = s.demand_id
  where s.policy_id = p.id and s.organisation_id is null and s.amount > 0 and coalesce(d.state, '') <> 'SETTLED')`;

/** The day on which the last of it was paid; null where nothing was due. */
const paidOn: Sql = sql`(
  select max(r.received_on) from health_insurance.policy_share s join transactions.receipt_allocation a on a.demand_id = s.demand_id join transactions.receipt r on r.id = a.receipt_id
  where s.policy_id = p.id and s.organisation_id is null and a.undoes_id is null and not exists (select from transactions.receipt_allocation u where u.undoes_id = a.id))`;

/**
 * Activates those of some policies whose premium is paid and that wait for nothing else: idle ones, ready ones, and those that were suspended because a
 * payment had been taken back. They cover from the day of the payment, never before their first day. Done again, it changes nothing.
 */
export async function activatePaid(ctx: TxContext, ids: readonly string[]): Promise<void> {
  const { rows } = await ask<Moved>(ctx, sql`
    with due as (
      select p.id, p.state, greatest(p.starts_on, p.enrolled_on, ${paidOn}) as effective_on, ${paidOn} is null as nothing_due
      from health_insurance.policy p join health_insurance.plan_version v on v.id = p.plan_version_id
      where p.id = any(${ids}::uuid[]) and (p.state = 'READY' or p.state = 'IDLE' and v.activation <> 'READY') and ${paid} for update of p)
    update health_insurance.policy p set state = 'ACTIVE', state_on = ${ctx.today}::date, reason = case when due.nothing_due then 'NOTHING_DUE' else 'PAID' end, note = null, effective_on = due.effective_on
    from due where p.id = due.id and due.effective_on <= p.ends_on returning p.id, due.state as was`);
  await begun(ctx, rows);
  const { rows: [again] } = await ask<{ ids: string[] }>(ctx, sql`
    select coalesce(array_agg(p.id), '{}') as ids from health_insurance.policy p where p.id = any(${ids}::uuid[]) and p.state = 'SUSPENDED' and p.reason = 'PAYMENT_REVERSED' and ${paid}`);
  if (again && again.ids.length > 0) await resume(ctx, again.ids, 'PAID');
}

/** Activates a policy before its premium is paid, because somebody says so: it covers from today, never before its first day. */
export async function activateUnpaid(ctx: TxContext, id: string, note: string): Promise<void> {
  const { rows } = await ask<Moved>(ctx, sql`
    with due as (select p.id, p.state from health_insurance.policy p where p.id = ${id}::uuid and p.state in ('IDLE', 'READY') for update)
    update health_insurance.policy p set state = 'ACTIVE', state_on = ${ctx.today}::date, reason = 'BEFORE_PAID', note = ${note}, effective_on = greatest(p.starts_on, ${ctx.today}::date)
    from due where p.id = due.id returning p.id, due.state as was`);
  await begun(ctx, rows);
}

async function begun(ctx: TxContext, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  await beginCoverage(ctx, moved.map(({ id }) => id));
  for (const { id, was } of moved) await publish(ctx, policyMoved, { id, from: was, to: 'ACTIVE' });
}

/** Lets suspended policies go on: those that covered somebody cover again from today, the others are idle again. */
export async function resume(ctx: TxContext, ids: readonly string[], reason: string | null, note: string | null = null): Promise<void> {
  const { rows } = await ask<{ id: string; state: string }>(ctx, sql`
    update health_insurance.policy p set state = case when p.effective_on is null then 'IDLE' else 'ACTIVE' end, state_on = ${ctx.today}::date, reason = ${reason}, note = ${note}
    where p.id = any(${ids}::uuid[]) and p.state = 'SUSPENDED' and p.ends_on >= ${ctx.today}::date returning p.id, p.state`);
  if (rows.length === 0) return;
  await resumeCoverage(ctx, rows.map(({ id }) => id));
  for (const { id, state } of rows) await publish(ctx, policyMoved, { id, from: 'SUSPENDED', to: state });
}
