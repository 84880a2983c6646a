import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/**
 * Finds the bookings that entries of the work list name, in whichever order the two came: one of the same amount on the account that stands
 * for the bank account, which the bank did not show yet. Where two fit, people decide.
 */
async function match(ctx: TxContext, which: Sql): Promise<void> {
  await beyondScope(ctx, () => ask(ctx, sql`
    with named as (
      select e.id, t.id as transaction_id, count(*) over (partition by e.id) as bookings, row_number() over (partition by t.id order by e.booked_on, e.number, e.id) as place
      from transactions.bank_entry e join transactions.bank_account b on b.id = e.bank_account_id join transactions.transaction t on t.bank_reference = any(array[e.end_to_end_id, e.bank_reference])
      where e.state = 'UNMATCHED' and e.problem in ('NOTHING_NAMED', 'UNKNOWN_REFERENCE') and ${which}
        and (select sum(p.amount) from transactions.posting p where p.transaction_id = t.id and p.account_id = b.account_id and p.currency = e.currency) = case e.direction when 'CREDIT' then e.amount else -e.amount end
        and not exists (select from transactions.bank_entry o where o.transaction_id = t.id))
    update transactions.bank_entry e set state = 'MATCHED', matched_by = 'REFERENCE', problem = null, transaction_id = n.transaction_id
    from named n where e.id = n.id and n.bookings = 1 and n.place = 1`));
}

/** Entries of a statement that has come. */
export const matchBookings = (ctx: TxContext, statementId: string): Promise<void> => match(ctx, sql`e.statement_id = ${statementId}::uuid`);

/** Entries that wait for what is booked now. */
export const matchBooking = (ctx: TxContext, transactionId: string): Promise<void> => match(ctx, sql`t.id = ${transactionId}::uuid`);
