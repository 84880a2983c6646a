/** The name under which refunds to organisations are sent by payment runs. */
export const REFUNDS = 'transactions.refunds';
