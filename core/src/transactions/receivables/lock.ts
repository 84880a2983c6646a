import { inScope } from '../../kernel/read/in-scope.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ofSubject } from '../../programmes/decisions/scope.js';
import type { Collecting } from './accounts.js';
import type { DemandState } from './demand.js';
import type { ReceiptState } from './receipt.js';
import type { ReceiptRefundState } from './receipt-refund.js';
import { demandNotFound, demandState, payerNotFound, receiptNotFound, receiptState, refundNotFound, refundState } from './refusals.js';
import { byReceipt } from './scope.js';

/** Whether the actor may act on a payer `y`. */
export function seesPayer(ctx: TxContext): Sql {
  return inScope(ctx, ofSubject, { person: sql`y.person_id`, household: sql`y.household_id`, organisation: sql`y.organisation_id`, programme: sql`y.programme_id` });
}

interface Locked {
  readonly id: string;
  readonly payer: string;
  readonly programme: Collecting;
  readonly currency: string;
  readonly digits: number;
}

export interface LockedDemand extends Locked {
  readonly state: DemandState;
  readonly outstanding: string;
  readonly written_off: boolean;
}

export interface LockedReceipt extends Locked {
  readonly state: ReceiptState;
  readonly held: string;
  readonly refunded: boolean;
}

const ITS = sql`jsonb_build_object('id', row.programme_id, 'currency', row.currency) as programme, row.currency, c.minor_digits as digits`;

/** A payer that the actor may act on, locked: whatever changes what it owes or has on account takes this lock first. */
export async function lockPayer(ctx: TxContext, id: string, path: string): Promise<{ readonly id: string; readonly programme: Collecting }> {
  const { rows: [found] } = await ask<{ programme: Collecting }>(ctx, sql`
    select jsonb_build_object('id', y.programme_id, 'currency', y.currency) as programme from transactions.payer y where y.id = ${id}::uuid and ${seesPayer(ctx)} for no key update`);
  return { id, programme: found?.programme ?? refuse(payerNotFound(path)) };
}

async function lockPayerOf(ctx: TxContext, table: 'demand' | 'receipt' | 'receipt_refund', id: string, unseen: Refusal): Promise<void> {
  const of = { demand: sql`transactions.demand`, receipt: sql`transactions.receipt`, receipt_refund: sql`transactions.receipt_refund` }[table];
  const { rowCount } = await ask(ctx, sql`select from ${of} row join transactions.payer y on y.id = row.payer_id where row.id = ${id}::uuid and ${seesPayer(ctx)} for no key update of y`);
  if (!rowCount) refuse(unseen);
}

/** A demand that the actor may act on, its payer locked. */
export async function lockDemand(ctx: TxContext, id: string, wanted: readonly DemandState[], path = 'demandId'): Promise<LockedDemand> {
  await lockPayerOf(ctx, 'demand', id, demandNotFound(path));
  const { rows: [demand] } = await ask<LockedDemand>(ctx, sql`
    select row.id, row.payer_id as payer, ${ITS}, row.state, round(row.amount + row.charged - row.allocated - row.written_off, c.minor_digits)::text as outstanding, row.written_off > 0 as written_off
    from transactions.demand row join transactions.currency c on c.code = row.currency where row.id = ${id}::uuid`);
  if (!demand) return refuse(demandNotFound(path));
  if (!wanted.includes(demand.state)) refuse(demandState(path, { state: demand.state, wanted: wanted.join(' or ') }));
  return demand;
}

/** A receipt that the actor may act on, with its payer where it has one, locked. */
export async function lockReceipt(ctx: TxContext, id: string, wanted: readonly ReceiptState[], path = 'receiptId'): Promise<LockedReceipt> {
  const { rows: [found] } = await ask<{ payer: string | null }>(ctx, sql`
    select row.payer_id as payer from transactions.receipt row where row.id = ${id}::uuid and ${inScope(ctx, byReceipt, { payer: sql`row.payer_id`, programme: sql`row.programme_id` })}`);
  if (!found) refuse(receiptNotFound(path));
  if (found.payer !== null) await lockPayerOf(ctx, 'receipt', id, receiptNotFound(path));
  else await ctx.tx.query('select from transactions.receipt where id = $1 for no key update', [id]);
  const { rows: [receipt] } = await ask<LockedReceipt>(ctx, sql`
    select row.id, row.payer_id as payer, ${ITS}, row.state, round(row.amount - row.allocated - row.refunded, c.minor_digits)::text as held, row.refunded > 0 as refunded
    from transactions.receipt row join transactions.currency c on c.code = row.currency where row.id = ${id}::uuid`);
  if (!receipt) return refuse(receiptNotFound(path));
  if (!wanted.includes(receipt.state)) refuse(receiptState(path, { state: receipt.state, wanted: wanted.join(' or ') }));
  return receipt;
}

/** A refund that the actor may act on, its payer locked. */
export async function lockRefund(ctx: TxContext, id: string, wanted: readonly ReceiptRefundState[]): Promise<{ readonly programme: Collecting; readonly requested_by: string }> {
  await lockPayerOf(ctx, 'receipt_refund', id, refundNotFound('refundId'));
  const { rows: [refund] } = await ask<{ programme: Collecting; requested_by: string; state: ReceiptRefundState }>(ctx, sql`
    select jsonb_build_object('id', y.programme_id, 'currency', y.currency) as programme, f.requested_by, f.state
    from transactions.receipt_refund f join transactions.payer y on y.id = f.payer_id where f.id = ${id}::uuid`);
  if (!refund) return refuse(refundNotFound('refundId'));
  if (!wanted.includes(refund.state)) refuse(refundState('refundId', { state: refund.state, wanted: wanted.join(' or ') }));
  return refund;
}
