import { orElse } from '../../../kernel/read/or-else.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { bookSent, bookSettled, type Settled } from '../book-payments.js';
import { inBatch } from '../in-batch.js';
import type { LockedRun } from '../lock-run.js';

/**
 * Takes out of a batch, before it is handed over for the first time, what must not go: what is held stays behind, and what would reach
 * nobody (the account was closed, or who receives has died, since the run was made) comes back whole with the reason. In the transaction in
 * which the batch begins to be handed over, so that the channel is always given the same.
 */
export async function takeOut(ctx: TxContext, run: LockedRun, batch: { readonly number: number; readonly key: string }): Promise<void> {
  const its = inBatch(run.id, batch.number);
  await ask(ctx, sql`update transactions.payment_instruction i set moved_to = 0 where ${its} and i.state = 'PENDING' and i.held_by is not null`);
  const { rows: gone } = await beyondScope(ctx, () => ask<Settled & Record<string, unknown>>(ctx, sql`
    select i.id, 'RETURNED' as status, case when who.death_date is not null then 'RECEIVER_DEAD' when a.verification = 'REFUTED' then 'ACCOUNT_REFUTED' else 'ACCOUNT_CLOSED' end as reason
    from transactions.payment_instruction i join people.person p on p.id = ${orElse(sql`i.receiver_id`, sql`i.payee_id`)} join people.person who on who.id = ${orElse(sql`p.merged_into_id`, sql`p.id`)}
    left join people.payment_account a on a.id = i.account_id
    where ${its} and i.state = 'PENDING' and (who.death_date is not null or a.valid_to <= ${ctx.today}::date or a.verification = 'REFUTED')`));
  if (gone.length === 0) return;
  await bookSent(ctx, run, { reference: `stopped:${batch.number}`, description: `Not sent with ${batch.key}: nobody would receive it`, which: sql`i.payment in (select its.payment from transactions.payment_instruction its where its.id = any(${gone.map(({ id }) => id)}::uuid[]))` });
  await bookSettled(ctx, run, `stopped-${batch.number}`, gone);
}
