import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../kernel/write/transaction.js';

/**
 * Tells of accounts that several receivers have: of this run (DUPLICATE_ACCOUNT), or one of it and somebody else of the registry, wherever
 * they live (SHARED_ACCOUNT). Numbers are compared by their digests. One who receives for several is one receiver.
 */
export async function tellSharedAccounts(ctx: TxContext, runId: string): Promise<void> {
  await beyondScope(ctx, () => ask(ctx, sql`
    with paid_into as materialized (
      select a.digest, coalesce(i.receiver_id, i.payee_id) as receiver_id, i.payee_id, i.place_id, i.amount, i.currency
      from transactions.payment_instruction i join people.payment_account a on a.id = i.account_id where i.run_id = ${runId}::uuid and a.digest is not null),
    twice as materialized (select digest from paid_into group by digest having count(distinct receiver_id) > 1),
    told as (
      select paid_into.*, case when digest in (select digest from twice) then 'DUPLICATE_ACCOUNT'
        when exists (select from people.payment_account other join people.person holder on holder.id = other.person_id
          where other.digest = paid_into.digest and coalesce(holder.merged_into_id, holder.id) <> paid_into.receiver_id and coalesce(other.valid_to > ${ctx.today}::date, true)) then 'SHARED_ACCOUNT' end as kind
      from paid_into)
    insert into transactions.payment_run_exception (run_id, kind, left_out, payee_id, place_id, present, currency)
    select ${runId}::uuid, kind, false, payee_id, (array_agg(place_id))[1], sum(amount), min(currency) from told where kind is not null group by kind, payee_id`));
}
