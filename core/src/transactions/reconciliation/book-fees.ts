import { sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookPairs } from '../book.js';

/** Books what a bank took for the payments of a statement, in one transaction that its entries name. */
export async function bookFees(ctx: TxContext, statementId: string, transaction: string): Promise<void> {
  await bookPairs(ctx, { id: transaction, kind: 'BANK_FEES', reference: `bank-statement:${statementId}:fees`, description: 'Fees that the bank took with payments' }, sql`
    select b.fee_account_id as debit_id, b.account_id as credit_id, e.amount - i.payment_amount as amount, e.currency, a.programme_id, null::uuid as place_id, null::uuid as party_id, null::uuid as entitlement_id, null::uuid as instruction_id
    from transactions.bank_entry e join transactions.payment_instruction i on i.id = e.instruction_id join transactions.bank_account b on b.id = e.bank_account_id join transactions.account a on a.id = b.account_id
    where e.statement_id = ${statementId}::uuid and e.matched_by = 'KEY_WITH_FEE'`);
}
