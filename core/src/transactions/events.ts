import { defineEvent } from '../kernel/events/define-event.js';

/** Ids are UUIDs, as in the database. */
interface RunEvent {
  readonly id: string;
}

export const runCreated = defineEvent<RunEvent>('transactions.run-created', 'A payment run was created');
export const runApproved = defineEvent<RunEvent>('transactions.run-approved', 'A payment run was approved');
export const runCancelled = defineEvent<RunEvent>('transactions.run-cancelled', 'A payment run was cancelled before it was sent');
export const runSent = defineEvent<RunEvent>('transactions.run-sent', 'The whole of a payment run was sent to its channel');
export const runHeld = defineEvent<RunEvent>('transactions.run-held', 'Nothing more of a payment run is sent until it is released');
export const runReleased = defineEvent<RunEvent>('transactions.run-released', 'A payment run that was held may be sent');
/** The id is that of the instruction. */
export const paymentHeld = defineEvent<RunEvent>('transactions.payment-held', 'A payment is not sent until it is released');
export const paymentReleased = defineEvent<RunEvent>('transactions.payment-released', 'A payment that was held may be sent');
export const periodClosed = defineEvent<RunEvent>('transactions.period-closed', 'The books of an accounting period were closed');
export const periodReopened = defineEvent<RunEvent>('transactions.period-reopened', 'The books of an accounting period were opened again');
export const budgetAmended = defineEvent<RunEvent>('transactions.budget-amended', 'An amount for a budget was approved');
/** The id is that of the run. */
export const overBudgetAllowed = defineEvent<RunEvent>('transactions.over-budget-allowed', 'A payment run was allowed to go over its budget');
export const runReconciled = defineEvent<RunEvent>('transactions.run-reconciled', 'Every instruction of a payment run is paid or returned');
export const transactionReversed = defineEvent<{ readonly id: string; readonly reverses: string }>('transactions.transaction-reversed', 'A transaction was reversed');
/** How an overpayment is to come back. Ids are UUIDs. */
interface PlanEvent {
  readonly id: string;
  readonly overpayment: string;
}
export const recoveryPlanMade = defineEvent<PlanEvent>('transactions.recovery-plan-made', 'It was said how an overpayment is to come back');
export const recoveryPlanStopped = defineEvent<PlanEvent>('transactions.recovery-plan-stopped', 'A recovery plan was stopped');
/** What of an overpayment was paid back or given up. Ids are UUIDs. */
export const overpaymentRecovered = defineEvent<{ readonly id: string; readonly overpayment: string }>('transactions.overpayment-recovered', 'An overpayment, or a part of it, was paid back or given up');
/** Ids are UUIDs. */
export const statementReceived = defineEvent<{ readonly id: string; readonly bankAccount: string }>('transactions.statement-received', 'A statement of a bank was received, and the payments in it were found');
export const organisationPaymentSettled = defineEvent<{ readonly id: string; readonly state: string }>('transactions.organisation-payment-settled', 'A payment to an organisation was paid, or came back');
export const bankEntryResolved = defineEvent<{ readonly id: string }>('transactions.bank-entry-resolved', 'Two persons said what an entry of a bank is');
