import { v7 as uuidv7 } from 'uuid';
import { sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookPairs } from '../book.js';
import type { DraftRun } from './draft-run.js';
import { programmeAccounts } from '../programme-accounts.js';

/** Books as owed (debit expense, credit payable) what of a run was not booked yet: each entitlement once, whichever runs it goes through. */
export async function accrueEntitlements(ctx: TxContext, run: DraftRun): Promise<void> {
  const accounts = await programmeAccounts(ctx, { id: run.programmeId, currency: run.currency, funderId: run.funderId });
  const id = uuidv7();
  const { rowCount } = await ctx.tx.query(
    `insert into transactions.accrual (entitlement_id, transaction_id)
     select i.entitlement_id, $2 from transactions.payment_instruction i
     where i.run_id = $1 and not exists (select from transactions.accrual a where a.entitlement_id = i.entitlement_id)`,
    [run.id, id],
  );
  if (rowCount === 0) return;
  await bookPairs(ctx, { id, kind: 'ACCRUAL', reference: `run:${run.id}:accrual`, description: 'Benefits owed', paymentRunId: run.id, funderId: run.funderId }, sql`
    select ${accounts.BENEFIT_EXPENSE}::uuid as debit_id, ${accounts.PAYABLE}::uuid as credit_id, i.amount + i.deducted + i.withheld as amount, i.currency,
      ${run.programmeId}::uuid as programme_id, i.place_id, i.payee_id as party_id, i.entitlement_id, i.id as instruction_id
    from transactions.payment_instruction i join transactions.accrual a on a.entitlement_id = i.entitlement_id
    where i.run_id = ${run.id}::uuid and a.transaction_id = ${id}::uuid`);
}
