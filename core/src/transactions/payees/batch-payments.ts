import { withoutLimits } from '../../kernel/access/scope.js';
import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { openNumbers } from '../../people/persons/accounts/account-number.js';
import type { ChannelPayment } from '../payment-channel.js';
import { BATCH_OF } from '../runs/in-batch.js';

interface Row extends Omit<ChannelPayment, 'account'> {
  readonly id: string;
  readonly accountId: string | null;
  readonly sealed: Buffer | null;
}

/**
 * The payments of a batch that are still to be handed over, as its channel gets them, in the order of their references, each under the id of its first instruction. Here alone the numbers of accounts are opened; they
 * are written nowhere. Receivers may live where the actor sees nobody.
 */
export async function paymentsOfBatch(ctx: Context, runId: string, number: number): Promise<readonly (ChannelPayment & { readonly id: string })[]> {
  const { rows } = await readRows<Row & Record<string, unknown>>(
    withoutLimits(ctx),
    `select i.id, i.reference, coalesce(a.holder_name, i.receiver_name, i.payee_name) as "payeeName", a.institution, i.payment_amount::text as amount, i.currency, a.id as "accountId", a.sealed
     from transactions.payment_instruction i left join people.payment_account a on a.id = i.account_id where i.run_id = $1 and ${BATCH_OF} = $2 and i.state = 'PENDING' and i.reference = i.payment order by i.reference`,
    [runId, number],
  );
  const numbers = await openNumbers(ctx, rows.map(({ accountId, sealed }) => ({ id: accountId ?? '', sealed })));
  return rows.map(({ id, reference, payeeName, institution, amount, currency }, index) => ({ id, reference, payeeName, account: numbers[index] ?? null, institution, amount, currency }));
}
