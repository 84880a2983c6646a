/** The name under which payments of what was withheld are sent by runs to organisations. */
export const DEDUCTIONS = 'transactions.deductions';
