import { defineEvent } from '../../kernel/events/define-event.js';

// Ids are UUIDs, as in the database.
interface ArrangementEvent {
  readonly id: string;
  readonly beneficiary: string;
}

export const arrangementConfirmed = defineEvent<ArrangementEvent>('transactions.payee-arrangement-confirmed', 'Two persons said that somebody receives for another');
export const arrangementEnded = defineEvent<ArrangementEvent>('transactions.payee-arrangement-ended', 'An arrangement by which somebody receives for another was ended');

interface OrderEvent {
  readonly id: string;
  readonly person: string;
}

export const withholdingOrderConfirmed = defineEvent<OrderEvent>('transactions.withholding-order-confirmed', "Two persons said that something of somebody's payments goes to an organisation");
export const withholdingOrderEnded = defineEvent<OrderEvent>('transactions.withholding-order-ended', "An order by which something of somebody's payments goes to an organisation was ended");
export const deductionPaymentMoved = defineEvent<{ readonly id: string; readonly state: string }>('transactions.deduction-payment-moved', 'A payment of what was withheld for an organisation was proposed, approved, rejected, paid, or came back');
