import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { proveOrganisationRuns } from '../organisations/prove-runs.js';
import type { PaymentRunKind } from './payment-run.js';

/** One line of a proof: the same amount, found twice. */
export interface ProvedAmounts {
  readonly instructions: string;
  readonly ledger: string;
}

export interface RunProof {
  readonly run: string;
  readonly currency: string;
  readonly entitled: ProvedAmounts;
  readonly paid: ProvedAmounts;
  readonly pending: ProvedAmounts;
  readonly returned: ProvedAmounts;
  readonly recovered: ProvedAmounts;
  readonly deducted: ProvedAmounts;
  readonly cancelled: ProvedAmounts;
  readonly counts: readonly { readonly state: string; readonly count: number; readonly amount: string }[];
  readonly balanced: boolean;
}

/** Each side sums on its own. What is entitled comes from the entitlements here, and from what was booked as owed there. */
const PROOF = `
with run as (
  select r.id, r.kind, r.currency, r.state, c.minor_digits as digits from transactions.payment_run r join transactions.currency c on c.code = r.currency where r.id = any($1)),
by_state as (
  select i.run_id, i.state, count(*)::int as count, sum(i.amount) as amount, coalesce(sum(r.amount), 0) as kept, coalesce(sum(d.amount), 0) as withheld
  from transactions.payment_instruction i left join transactions.recovery r on r.instruction_id = i.id
  left join (select d.instruction_id, sum(d.amount) as amount from transactions.deduction d join transactions.payment_instruction own on own.id = d.instruction_id where own.run_id = any($1) group by 1) d on d.instruction_id = i.id where i.run_id = any($1) group by i.run_id, i.state),
instructions as (
  select run.id as run_id,
    coalesce(sum(amount) filter (where by_state.state = 'PAID'), 0) as paid,
    coalesce(sum(amount) filter (where by_state.state in ('PENDING', 'SENT')), 0) as pending,
    coalesce(sum(amount + kept + withheld) filter (where by_state.state = 'RETURNED'), 0) as returned,
    coalesce(sum(kept) filter (where by_state.state in ('PENDING', 'SENT', 'PAID')), 0) as recovered,
    coalesce(sum(withheld) filter (where by_state.state in ('PENDING', 'SENT', 'PAID')), 0) as deducted,
    coalesce(sum(amount + kept + withheld) filter (where by_state.state = 'CANCELLED'), 0) as cancelled,
    coalesce(jsonb_agg(jsonb_build_object('state', by_state.state, 'count', count, 'amount', amount::text) order by by_state.state) filter (where count > 0), '[]') as counts
  from run left join by_state on by_state.run_id = run.id group by run.id),
entitled as (
  select run.id as run_id, coalesce(sum(e.amount), 0) as amount from run left join transactions.payment_instruction i on i.run_id = run.id
  left join programmes.entitlement e on e.id = i.entitlement_id group by run.id),
accrued as (
  select i.run_id, -sum(p.amount) as amount from transactions.payment_instruction i
  join transactions.accrual a on a.entitlement_id = i.entitlement_id
  join transactions.posting p on p.transaction_id = a.transaction_id and p.entitlement_id = i.entitlement_id
  join transactions.account c on c.id = p.account_id and c.purpose = 'PAYABLE'
  where i.run_id = any($1) group by i.run_id),
moved as (
  select t.payment_run_id as run_id, sum(p.amount) as off,
    coalesce(sum(p.amount) filter (where t.kind in ('PAYMENT_SENT', 'OFFSET', 'OFFSET_CANCELLED', 'DEDUCTION', 'DEDUCTION_CANCELLED') and a.purpose in ('PAYABLE', 'RETURNED')), 0) as settled,
    coalesce(-sum(p.amount) filter (where a.purpose = 'RECEIVABLE'), 0) as recovered,
    coalesce(-sum(p.amount) filter (where a.purpose = 'DEDUCTED'), 0) as deducted,
    coalesce(-sum(p.amount) filter (where a.purpose = 'IN_TRANSIT'), 0) as in_transit,
    coalesce(-sum(p.amount) filter (where a.purpose = 'FUNDS'), 0) as paid,
    coalesce(-sum(p.amount) filter (where t.kind in ('PAYMENT_RETURNED', 'OFFSET_RETURNED', 'DEDUCTION_RETURNED') and a.purpose = 'RETURNED'), 0) as returned
  from transactions.transaction t join transactions.posting p on p.transaction_id = t.id join transactions.account a on a.id = p.account_id
  where t.payment_run_id = any($1) group by t.payment_run_id),
ledger as (
  select run.id as run_id, coalesce(accrued.amount, 0) as entitled, coalesce(m.paid, 0) as paid, coalesce(m.returned, 0) as returned, coalesce(m.recovered, 0) as recovered, coalesce(m.deducted, 0) as deducted, coalesce(m.off, 0) as off,
    coalesce(m.in_transit, 0) + case when run.state = 'CANCELLED' then 0 else coalesce(accrued.amount, 0) - coalesce(m.settled, 0) end as pending,
    case when run.state = 'CANCELLED' then coalesce(accrued.amount, 0) - coalesce(m.settled, 0) else 0 end as cancelled
  from run left join accrued on accrued.run_id = run.id left join moved m on m.run_id = run.id)
select run.id as run, run.kind, run.currency, i.counts,
  jsonb_build_object('instructions', round(e.amount, run.digits)::text, 'ledger', round(l.entitled, run.digits)::text) as entitled,
  jsonb_build_object('instructions', round(i.paid, run.digits)::text, 'ledger', round(l.paid, run.digits)::text) as paid,
  jsonb_build_object('instructions', round(i.pending, run.digits)::text, 'ledger', round(l.pending, run.digits)::text) as pending,
  jsonb_build_object('instructions', round(i.returned, run.digits)::text, 'ledger', round(l.returned, run.digits)::text) as returned,
  jsonb_build_object('instructions', round(i.recovered, run.digits)::text, 'ledger', round(l.recovered, run.digits)::text) as recovered,
  jsonb_build_object('instructions', round(i.deducted, run.digits)::text, 'ledger', round(l.deducted, run.digits)::text) as deducted,
  jsonb_build_object('instructions', round(i.cancelled, run.digits)::text, 'ledger', round(l.cancelled, run.digits)::text) as cancelled,
  l.off = 0 and e.amount = i.paid + i.pending + i.returned + i.recovered + i.deducted + i.cancelled and l.entitled = l.paid + l.pending + l.returned + l.recovered + l.deducted + l.cancelled
    and e.amount = l.entitled and i.paid = l.paid and i.pending = l.pending and i.returned = l.returned and i.recovered = l.recovered and i.deducted = l.deducted and i.cancelled = l.cancelled as balanced
from run join instructions i on i.run_id = run.id join entitled e on e.run_id = run.id join ledger l on l.run_id = run.id`;

/** Proofs of payment runs by UUID, in the order asked, with one statement, one more where some pay organisations. Sums of all that a run pays, which is more than an actor of some places sees of it. */
export async function proveRuns(ctx: Context, runs: readonly string[]): Promise<readonly (RunProof | Error)[]> {
  const { rows } = await readRows<RunProof & { readonly kind: `${PaymentRunKind}` }>(withoutLimits(ctx), PROOF, [runs]);
  const toOrganisations = rows.flatMap(({ run, kind }) => (kind === 'ORGANISATIONS' ? [run] : []));
  const found = new Map<string, RunProof>(rows.map(({ kind: _kind, ...proof }) => [proof.run, proof]));
  if (toOrganisations.length > 0) for (const proof of await proveOrganisationRuns(ctx, toOrganisations)) found.set(proof.run, proof);
  return runs.map((run) => found.get(run) ?? new Error(`payment run ${run} is not there`));
}
