/** SQL of whether an entry is the payment, or its return, that it names: of others two persons said that they are something else. */
export const showsPayment = (entry: string): string => `${entry}.state in ('MATCHED', 'RESOLVED') and ${entry}.matched_by not in ('BOOKED', 'IN_BOOKS', 'PASSED_OVER')`;
