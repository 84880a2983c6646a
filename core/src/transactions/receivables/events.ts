import { defineEvent } from '../../kernel/events/define-event.js';

// Ids are UUIDs, as in the database.

/** Of many demands at once: the transaction names what they were booked by, and `demands(where: …)` finds them by it. */
export const demandsRaised = defineEvent<{ readonly programme: string; readonly transaction: string; readonly count: number }>('transactions.demands-raised', 'Contributions or premiums were demanded');
/** At most 1,000 at once. */
export const demandsSettled = defineEvent<{ readonly ids: readonly string[] }>('transactions.demands-settled', 'Demands were paid whole');
export const demandCancelled = defineEvent<{ readonly id: string }>('transactions.demand-cancelled', 'A demand was taken back');
export const demandWrittenOff = defineEvent<{ readonly id: string; readonly demand: string }>('transactions.demand-written-off', 'What was not paid of a demand was given up');
/** At most 500 at once. */
export const receiptsReceived = defineEvent<{ readonly ids: readonly string[] }>('transactions.receipts-received', 'Money came in from payers');
export const receiptMatched = defineEvent<{ readonly id: string; readonly payer: string }>('transactions.receipt-matched', 'It was found who paid what had come in');
export const receiptReversed = defineEvent<{ readonly id: string }>('transactions.receipt-reversed', 'Money did not come in after all, and what it had settled is open again');
export const refundMoved = defineEvent<{ readonly id: string; readonly state: string }>('transactions.refund-moved', 'A refund was asked for, approved, rejected or paid');
export const penaltiesCharged = defineEvent<{ readonly programme: string; readonly transaction: string; readonly count: number }>('transactions.penalties-charged', 'Interest and penalties were charged');
/** The text names the demand by its reference, and nobody. */
export const payerReminded = defineEvent<{ readonly id: string; readonly demand: string; readonly payer: string; readonly level: number; readonly language: string; readonly text: string }>(
  'transactions.payer-reminded', 'A payer is to be reminded of a demand that is late');
