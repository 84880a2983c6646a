import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { matchBooking } from '../reconciliation/match-bookings.js';
import { bookForPayers, receivableAccounts, type Collecting } from './accounts.js';
import { refundMoved } from './events.js';
import { ReceiptRefundState } from './receipt-refund.js';

/** A refund that moves, and what names its payment to the bank. */
interface MovedRefund {
  readonly id: string;
  readonly programme: Collecting;
  readonly bankReference: string;
}

/** A refund left the account: debit what is owed to the payer, credit funds. @param reference names the booking: a refund that came back is paid once more */
export async function bookRefundPaid(ctx: TxContext, { id, programme, bankReference }: MovedRefund, { paidOn, occurredOn = ctx.today, reference }: { readonly paidOn: string; readonly occurredOn?: string; readonly reference: string }): Promise<void> {
  await ctx.tx.query("update transactions.receipt_refund set state = 'PAID', paid_on = $2, paid_reference = $3 where id = $1", [id, paidOn, bankReference]);
  const { REFUND_PAYABLE, FUNDS } = await receivableAccounts(ctx, programme);
  await book(ctx, { id, programme, bankReference }, { kind: 'REFUND_PAID', reference, description: 'Given back', occurredOn, debit: REFUND_PAYABLE, credit: FUNDS });
  await publish(ctx, refundMoved, { id, state: ReceiptRefundState.PAID });
}

/** A refund that a run paid came back: it is owed to the payer again. */
export async function bookRefundReturned(ctx: TxContext, { id, programme, bankReference }: MovedRefund): Promise<void> {
  await ctx.tx.query("update transactions.receipt_refund set state = 'APPROVED', paid_on = null, paid_reference = null where id = $1", [id]);
  const { REFUND_PAYABLE, FUNDS } = await receivableAccounts(ctx, programme);
  await book(ctx, { id, programme, bankReference }, { kind: 'REFUND_RETURNED', reference: `refund:${id}:returned:${bankReference}`, description: 'What was given back came back', occurredOn: ctx.today, debit: FUNDS, credit: REFUND_PAYABLE });
  await publish(ctx, refundMoved, { id, state: ReceiptRefundState.APPROVED });
}

async function book(ctx: TxContext, { id, programme, bankReference }: MovedRefund, { debit, credit, ...booking }: { readonly kind: string; readonly reference: string; readonly description: string; readonly occurredOn: string; readonly debit: string; readonly credit: string }): Promise<void> {
  const transaction = uuidv7();
  await bookForPayers(ctx, programme, { ...booking, id: transaction, bankReference }, sql`
    select f.payer_id, ${debit}::uuid as debit_id, ${credit}::uuid as credit_id, f.amount from transactions.receipt_refund f where f.id = ${id}::uuid`);
  await matchBooking(ctx, transaction);
}
