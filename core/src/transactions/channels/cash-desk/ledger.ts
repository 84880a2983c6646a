import { sql, type Sql } from '../../../kernel/read/sql.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { bookPairs } from '../../book.js';
import { accountsFor } from '../../programme-accounts.js';

/** What cash needs accounts for, and how those are named. */
const PURPOSES = {
  CASH_ADVANCED: 'Cash drawn from the bank',
  CASH_AT_DESK: 'Cash in drawers of desks',
  CASH_DIFFERENCE: 'Cash that was missing or too much',
  FUNDS: 'Funds paid out of',
} as const;
export type CashAccount = keyof typeof PURPOSES;

/** Whose money a drawer holds. */
export interface OfDrawer {
  readonly programmeId: string;
  readonly currency: string;
  readonly funderId: string | null;
}

export interface CashMove {
  readonly kind: string;
  readonly reference: string;
  readonly description: string;
  readonly debit: CashAccount;
  readonly credit: CashAccount;
  /** Positive; nothing is booked where it is zero. */
  readonly amount: string;
  /** Where, as a UUID or a query of one. */
  readonly place: Sql;
}

/** Moves cash of a programme between what was drawn from the bank, the drawers and the funds. */
export async function moveCash(ctx: TxContext, { programmeId, currency, funderId }: OfDrawer, { debit, credit, amount, place, ...booking }: CashMove): Promise<void> {
  await beyondScope(ctx, async () => {
    const accounts = await accountsFor(ctx, { id: programmeId, currency, funderId }, PURPOSES);
    await bookPairs(ctx, { ...booking, funderId }, sql`
      select ${accounts[debit]}::uuid as debit_id, ${accounts[credit]}::uuid as credit_id, ${amount}::numeric as amount, ${currency}::text as currency, ${programmeId}::uuid as programme_id,
        (${place})::uuid as place_id, null::uuid as party_id, null::uuid as entitlement_id, null::uuid as instruction_id where ${amount}::numeric > 0`);
  });
}
