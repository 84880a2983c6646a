import type { Sql } from '../../kernel/read/sql.js';
import { sql } from '../../kernel/read/sql.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookPairs, type Booking } from '../book.js';
import { accountsFor } from '../programme-accounts.js';
import { PAYER_JOINS, PAYER_PARTY, PAYER_PLACE } from './payer.js';

/** What demands and receipts need accounts for, and how those are named. */
const PURPOSES = {
  DEMANDS: 'Contributions and premiums owed',
  PAYER_CREDIT: 'Held on account for payers',
  UNMATCHED_RECEIPTS: 'Receipts of nobody known',
  PENALTY_INCOME: 'Interest and penalties',
  DEMANDS_WRITTEN_OFF: 'Contributions and premiums given up',
  REFUND_PAYABLE: 'Refunds owed',
  FUNDS: 'Funds paid out of',
} as const;

/** A programme with the currency in which it demands. */
export interface Collecting {
  readonly id: string;
  readonly currency: string;
}

/** A programme's accounts for demands and receipts; opens those that are missing. */
export function receivableAccounts(ctx: TxContext, programme: Collecting): Promise<Readonly<Record<keyof typeof PURPOSES, string>>> {
  return accountsFor(ctx, programme, PURPOSES);
}

/**
 * Books what moves on the accounts of payers of a programme, set-wise.
 *
 * @param moves a query with the columns payer_id, debit_id, credit_id, amount; where the payer is null, it is nobody's
 */
export function bookForPayers(ctx: TxContext, { id, currency }: Collecting, booking: Omit<Booking, 'ofPayers'>, moves: Sql): Promise<number> {
  // What is booked lies where the payer lives now, wherever that is.
  return beyondScope(ctx, () => bookPairs(ctx, { ...booking, ofPayers: true }, sql`
    select move.debit_id, move.credit_id, move.amount, ${currency}::text as currency, ${id}::uuid as programme_id, ${PAYER_PLACE} as place_id, ${PAYER_PARTY} as party_id,
      null::uuid as entitlement_id, null::uuid as instruction_id, move.payer_id
    from (${moves}) move left join transactions.payer y on y.id = move.payer_id ${PAYER_JOINS}`));
}
