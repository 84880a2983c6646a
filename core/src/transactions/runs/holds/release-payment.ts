import type { TxContext } from '../../../kernel/write/transaction.js';
import type { LockedRun } from '../lock-run.js';

/** Lets a held payment of a locked run go, all of its instructions: with its batch, or in one of its own where its batch went without it. A run of which all else is sent is sending again. */
export async function releasePayment(ctx: TxContext, run: LockedRun, ids: readonly string[]): Promise<void> {
  await ctx.tx.query(
    `with batch as (
       insert into transactions.payment_batch (id, run_id, number, key, instruction_count, total)
       select kernel.uuid7(), i.run_id, last.number + 1, replace(i.run_id::text, '-', '') || '-' || lpad((last.number + 1)::text, greatest(4, length((last.number + 1)::text)), '0'), count(*), sum(i.amount)
       from transactions.payment_instruction i cross join lateral (select max(b.number) as number from transactions.payment_batch b where b.run_id = i.run_id) last
       where i.id = any ($1::uuid[]) and i.moved_to = 0 group by i.run_id, last.number returning number)
     update transactions.payment_instruction i set held_by = null, held_because = null, moved_to = coalesce((select number from batch), i.moved_to) where i.id = any ($1::uuid[])`, [ids],
  );
  await ctx.tx.query("update transactions.payment_run set state = 'SENDING' where id = $1 and state = 'SENT'", [run.id]);
}
