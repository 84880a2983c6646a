import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import type { RunProof } from '../runs/prove-runs.js';

const pair = (payments: string, ledger: string): string => `jsonb_build_object('instructions', round(${payments}, run.d)::text, 'ledger', round(${ledger}, run.d)::text)`;

/*
What is owed is proved by what was hashed when the run was made, what was paid by the bookings that name the payments to the bank: what left the
funds less what came back. What is on its way, came back or was given up is owed as before, in the ledgers of the sources.
*/
const PROOF = `
with run as (
  select r.id, r.currency, r.total, c.minor_digits as d from transactions.payment_run r join transactions.currency c on c.code = r.currency where r.id = any ($1)),
by_state as (select p.run_id, p.state, count(*)::int as count, sum(p.amount) as amount from transactions.organisation_payment p where p.run_id = any ($1) group by 1, 2),
told as (
  select run.id, coalesce(sum(amount), 0) as all, coalesce(sum(amount) filter (where state = 'PAID'), 0) as paid, coalesce(sum(amount) filter (where state in ('PENDING', 'SENT')), 0) as pending,
    coalesce(sum(amount) filter (where state = 'RETURNED'), 0) as returned, coalesce(sum(amount) filter (where state = 'CANCELLED'), 0) as cancelled,
    coalesce(jsonb_agg(jsonb_build_object('state', state, 'count', count, 'amount', amount::text) order by state) filter (where count > 0), '[]') as counts
  from run left join by_state on by_state.run_id = run.id group by run.id),
booked as (
  select op.run_id, -sum(p.amount) as paid from transactions.organisation_payment op join transactions.transaction t on t.bank_reference = op.reference
  join transactions.posting p on p.transaction_id = t.id join transactions.account a on a.id = p.account_id and a.purpose = 'FUNDS' where op.run_id = any ($1) group by 1)
select run.id as run, run.currency, told.counts, ${pair('told.all', 'run.total')} as entitled, ${pair('told.paid', 'coalesce(booked.paid, 0)')} as paid, ${pair('told.pending', 'told.pending')} as pending, ${pair('told.returned', 'told.returned')} as returned,
  ${pair('0', '0')} as recovered, ${pair('0', '0')} as deducted, ${pair('told.cancelled', 'told.cancelled')} as cancelled, told.all = run.total and told.all = told.paid + told.pending + told.returned + told.cancelled and told.paid = coalesce(booked.paid, 0) as balanced
from run join told using (id) left join booked on booked.run_id = run.id`;

/** Proofs of runs to organisations by UUID. */
export async function proveOrganisationRuns(ctx: Context, runs: readonly string[]): Promise<readonly RunProof[]> {
  return (await readRows<RunProof & Record<string, unknown>>(withoutLimits(ctx), PROOF, [runs])).rows;
}
