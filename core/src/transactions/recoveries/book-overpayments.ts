import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { overpaymentsFound } from '../../programmes/events.js';
import { bookPairs } from '../book.js';
import { programmeAccounts } from '../programme-accounts.js';

/** What was owed too much is owed back (debit receivable), and was no benefit (credit benefits): in the transaction in which it was found. */
export const bookOverpayments = overpaymentsFound.inTransaction('transactions.book-overpayments', async (ctx: Context, { run, overpayments }) => {
  await inTransaction(ctx, async (tx) => {
    const { rows } = await tx.tx.query<{ programme: string; currency: string }>('select distinct programme_id as programme, currency from programmes.overpayment where id = any($1)', [overpayments]);
    for (const { programme, currency } of rows) {
      const accounts = await programmeAccounts(tx, { id: programme, currency });
      await bookPairs(tx, { kind: 'OVERPAYMENT', reference: `overpayments:${run}:${overpayments[0]}`, description: 'Owed back, since less was owed' }, sql`
        select ${accounts.RECEIVABLE}::uuid as debit_id, ${accounts.BENEFIT_EXPENSE}::uuid as credit_id, o.amount, o.currency, o.programme_id, o.place_id, o.payee_id as party_id,
          null::uuid as entitlement_id, null::uuid as instruction_id
        from programmes.overpayment o where o.id = any(${overpayments}::uuid[]) and o.programme_id = ${programme}::uuid and o.currency = ${currency}`);
    }
  });
});
