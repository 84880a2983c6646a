import { defineEvent } from '../../../kernel/events/define-event.js';

/** Ids are UUIDs. */
interface PayoutEvent {
  readonly id: string;
  readonly instruction: string;
}
export const cashPaid = defineEvent<PayoutEvent>('transactions.cash-paid', 'A payment was fetched in cash');
export const cashTakenBack = defineEvent<PayoutEvent>('transactions.cash-taken-back', 'A payment in cash was taken back');
export const cashDrawerCounted = defineEvent<{ readonly id: string; readonly difference: string }>('transactions.cash-drawer-counted', 'The drawer of a cashier was counted');
