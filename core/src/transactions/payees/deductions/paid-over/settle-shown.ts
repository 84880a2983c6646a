import { sql, trusted } from '../../../../kernel/read/sql.js';
import { ask } from '../../../../kernel/write/ask.js';
import { beyondScope } from '../../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../../kernel/write/transaction.js';
import { DEDUCTIONS } from './under-way.js';
import { bookCameBack, bookPaidOver, type HeldPayment } from './book-paid-over.js';

interface Shown extends HeldPayment {
  readonly on: string;
  readonly bankReference: string;
}

/** Payments to organisations that entries of a statement show by their reference, of the same amount, on the account that they are paid out of; locked. */
async function shown(ctx: TxContext, statementId: string, direction: 'DEBIT' | 'CREDIT'): Promise<readonly Shown[]> {
  const { rows } = await beyondScope(ctx, () => ask<Shown>(ctx, sql`
    select p.id, p.programme_id as "programmeId", p.funder_id as "funderId", p.currency, p.reference, e.booked_on::text as "on", p.reference as "bankReference"
    from transactions.bank_entry e join transactions.bank_account b on b.id = e.bank_account_id join transactions.account f on f.id = b.account_id join transactions.deduction_payment p on p.reference = e.end_to_end_id
    where e.statement_id = ${statementId}::uuid and e.state = 'UNMATCHED' and e.direction = ${direction} and e.amount = p.amount and e.currency = p.currency
      and f.purpose = 'FUNDS' and f.programme_id = p.programme_id and f.funder_id is not distinct from p.funder_id and not exists (select from transactions.organisation_payment o where o.source_id = p.id and o.source = ${DEDUCTIONS} and o.state in ('PENDING', 'SENT', 'PAID')) and p.state = ${trusted(direction === 'DEBIT' ? "'APPROVED'" : "'PAID'")}
    order by p.id for no key update of p`));
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** Settles payments to organisations that a statement shows: first what left the account, then what came back. */
export async function settleShown(ctx: TxContext, statementId: string): Promise<void> {
  for (const payment of await shown(ctx, statementId, 'DEBIT')) await bookPaidOver(ctx, payment, payment);
  for (const payment of await shown(ctx, statementId, 'CREDIT')) await bookCameBack(ctx, payment);
}
