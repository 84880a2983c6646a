import type { TxContext } from '../../kernel/write/transaction.js';

/** Writes the batches of a run whose payments are written, each with the key that names it to the channel for good. */
export async function writeBatches(ctx: TxContext, runId: string, table: 'transactions.payment_instruction' | 'transactions.organisation_payment'): Promise<void> {
  await ctx.tx.query(
    `insert into transactions.payment_batch (id, run_id, number, key, instruction_count, total)
     select kernel.uuid7(), run_id, batch_number, replace(run_id::text, '-', '') || '-' || lpad(batch_number::text, greatest(4, length(batch_number::text)), '0'), count(*), sum(amount)
     from ${table} where run_id = $1 group by run_id, batch_number`, [runId],
  );
}
