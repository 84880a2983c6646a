import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { Outcome } from '../payment-channel.js';
import { organisationPaymentSettled } from '../events.js';
import { organisationPaymentUnderWay } from '../refusals.js';
import { organisationPayables, type OrganisationPayable, type ReturnedPayable } from './organisation-payables.js';

/** What became of a payment. */
export interface SettledPayment {
  readonly id: string;
  readonly status: Outcome;
  readonly reason: string | null;
  /** The day by what tells of it; today where left out. */
  readonly on?: string;
}

type Settled = ReturnedPayable & { readonly payment: string; readonly source: string; readonly status: Outcome };

/** The source of a payment. A deployment that no longer has the module that brought it cannot settle it. */
function sourceNamed(ctx: TxContext, name: string): OrganisationPayable {
  const found = ctx.platform.extensions(organisationPayables).get(name);
  if (!found) throw new Error(`no module of this deployment brings what is owed to organisations as ${name}`);
  return found;
}

/** Says that payments of a run were paid or came back, and tells their sources, which book it, in the same transaction. */
export async function settleOrganisations(ctx: TxContext, settled: readonly SettledPayment[]): Promise<void> {
  if (settled.length === 0) return;
  await beyondScope(ctx, async () => {
    const { rows } = await ask<Settled & Record<string, unknown>>(ctx, sql`
      with said as (
        select p.id, p.state as was, s.status, s.reason, coalesce(s."on", ${ctx.today}::date) as "on" from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s(id uuid, status text, reason text, "on" date)
        join transactions.organisation_payment p on p.id = s.id)
      update transactions.organisation_payment p set state = said.status, returned_reason = said.reason, settled_on = ${ctx.today}::date
      from said, transactions.payment_run r where p.id = said.id and r.id = p.run_id
      returning p.id as payment, p.source, p.source_id as id, p.organisation_id as "organisationId", p.programme_id as "programmeId", r.funder_id as "funderId", p.currency, p.amount::text, p.reference,
        said."on"::text as "on", said.status, said.was = 'PAID' as "wasPaid", said.reason`);
    const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const source of [...new Set(sorted.map((row) => row.source))].toSorted()) {
      const its = sorted.filter((row) => row.source === source);
      const [paid, returned] = [its.filter(({ status }) => status === 'PAID'), its.filter(({ status }) => status === 'RETURNED')];
      if (paid.length > 0) await sourceNamed(ctx, source).paid(ctx, paid);
      if (returned.length > 0) await sourceNamed(ctx, source).returned(ctx, returned);
    }
  });
  for (const { id, status } of settled) await publish(ctx, organisationPaymentSettled, { id, state: status });
}

/** A row of a source, and where the input names it. */
interface OfSource {
  /** Name of the source, as it was contributed. */
  readonly source: string;
  /** UUID. */
  readonly id: string;
  readonly path: string;
}

/**
 * Refuses what would pay or give up by hand a row of which a payment is being made, sent or was paid by a run: for mutations of modules that
 * contribute to `organisationPayables`. Hold the row first.
 *
 * @throws Refused ORGANISATION_PAYMENT_UNDER_WAY
 */
export async function refuseUnderWay(ctx: TxContext, { source, id, path }: OfSource): Promise<void> {
  await beyondScope(ctx, async () => {
    const { rows: [run] } = await ctx.tx.query<{ code: string }>(
      "select r.code from transactions.organisation_payment p join transactions.payment_run r on r.id = p.run_id where p.source_id = $1 and p.source = $2 and p.state in ('PENDING', 'SENT', 'PAID')", [id, source]);
    if (run) refuse(organisationPaymentUnderWay(path, { run: run.code }));
  });
}

/**
 * Where a run paid a row, whoever records that it came back says it of that payment: its source is told as it is by a bank.
 *
 * @returns whether a run had paid it; else it is for the caller to book
 */
export async function returnedByHand(ctx: TxContext, { source, id }: Omit<OfSource, 'path'>, reason: string): Promise<boolean> {
  const { rows: [payment] } = await beyondScope(ctx, () => ctx.tx.query<{ id: string }>(
    "select id from transactions.organisation_payment where source_id = $1 and source = $2 and state = 'PAID' for no key update", [id, source]));
  if (payment) await settleOrganisations(ctx, [{ id: payment.id, status: 'RETURNED', reason }]);
  return payment !== undefined;
}
