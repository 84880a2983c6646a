import { sql, type Sql } from '../../../kernel/read/sql.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { accountNotOfReceiver } from '../../refusals.js';

/** The accounts that somebody chose for a run that pays again what came back: a query of their ids. */
export function chosenFor(runId: string): Sql {
  return sql`select x.account_id from transactions.payment_reissue x where x.run_id = ${runId}::uuid and x.account_id is not null`;
}

/**
 * Whether each payment goes into the account that was chosen for it.
 *
 * @throws Refused ACCOUNT_NOT_OF_RECEIVER where it is not of who receives, was closed, or is none that the channel pays into
 */
export async function checkChosenAccounts(ctx: TxContext, runId: string): Promise<void> {
  const { rowCount } = await ctx.tx.query(
    `select from transactions.payment_reissue x join transactions.payment_instruction was on was.id = x.instruction_id
     left join transactions.payment_instruction again on again.run_id = x.run_id and again.entitlement_id = was.entitlement_id
     where x.run_id = $1 and x.account_id is not null and again.account_id is distinct from x.account_id limit 1`, [runId],
  );
  if (rowCount) refuse(accountNotOfReceiver('payments'));
}
