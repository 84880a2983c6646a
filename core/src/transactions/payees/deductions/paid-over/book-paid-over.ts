import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../../../kernel/events/publish.js';
import { sql } from '../../../../kernel/read/sql.js';
import { beyondScope } from '../../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../../kernel/write/transaction.js';
import { bookPairs, type Booking } from '../../../book.js';
import { programmeAccounts } from '../../../programme-accounts.js';
import { matchBooking } from '../../../reconciliation/match-bookings.js';
import { deductionPaymentMoved } from '../../events.js';
import { DeductionPaymentState } from './deduction-payment.js';

/** A payment to an organisation, locked. */
export interface HeldPayment {
  readonly id: string;
  readonly programmeId: string;
  readonly funderId: string | null;
  readonly currency: string;
  readonly reference: string;
}

/** What moves between the organisation and the funds, place by place. */
async function book(ctx: TxContext, { id, programmeId, funderId, currency }: HeldPayment, booking: Booking, back: boolean): Promise<void> {
  await beyondScope(ctx, async () => {
    const { FUNDS } = await programmeAccounts(ctx, { id: programmeId, currency, funderId });
    const [debit, credit] = back ? [sql`${FUNDS}::uuid`, sql`held.id`] : [sql`held.id`, sql`${FUNDS}::uuid`];
    await bookPairs(ctx, { ...booking, funderId }, sql`
      select ${debit} as debit_id, ${credit} as credit_id, sum(l.amount) as amount, p.currency, p.programme_id, i.place_id, null::uuid as party_id, null::uuid as entitlement_id, null::uuid as instruction_id
      from transactions.deduction_payment p join transactions.deduction_payment_line l on l.payment_id = p.id join transactions.deduction d on d.id = l.deduction_id join transactions.payment_instruction i on i.id = d.instruction_id
      join transactions.account held on held.programme_id = p.programme_id and held.purpose = 'DEDUCTED' and held.currency = p.currency and held.organisation_id = p.organisation_id and held.funder_id is null
      where p.id = ${id}::uuid group by held.id, p.currency, p.programme_id, i.place_id having sum(l.amount) <> 0`);
  });
}

/** How a payment left the account: by the bank, or by who records it. */
export interface Paid {
  readonly on: string;
  /** What the bank calls it. */
  readonly bankReference: string;
  /** Day of the books; that of the context where left out. */
  readonly occurredOn?: string;
}

/** It left the account: debit what is held for the organisation, credit funds. */
export async function bookPaidOver(ctx: TxContext, payment: HeldPayment, { on, bankReference, occurredOn }: Paid): Promise<void> {
  const transaction = uuidv7();
  await beyondScope(ctx, () => ctx.tx.query("update transactions.deduction_payment set state = 'PAID', paid_on = $2, paid_reference = $3, paid_by = $4, transaction_id = $5 where id = $1", [payment.id, on, bankReference, ctx.actor.id, transaction]));
  await book(ctx, payment, {
    id: transaction, kind: 'DEDUCTIONS_PAID', reference: `deduction-payment:${payment.id}:paid`, description: 'Paid over to an organisation that it was withheld for', bankReference, ...(occurredOn && { occurredOn }),
  }, false);
  await matchBooking(ctx, transaction);
  await publish(ctx, deductionPaymentMoved, { id: payment.id, state: DeductionPaymentState.PAID });
}

/** It came back: it is held for the organisation again. */
export async function bookCameBack(ctx: TxContext, payment: HeldPayment): Promise<void> {
  const transaction = uuidv7();
  await beyondScope(ctx, () => ctx.tx.query("update transactions.deduction_payment set state = 'RETURNED' where id = $1", [payment.id]));
  await book(ctx, payment, {
    id: transaction, kind: 'DEDUCTIONS_RETURNED', reference: `deduction-payment:${payment.id}:returned`, description: 'Came back from an organisation that it was withheld for', bankReference: payment.reference,
  }, true);
  await matchBooking(ctx, transaction);
  await publish(ctx, deductionPaymentMoved, { id: payment.id, state: DeductionPaymentState.RETURNED });
}
