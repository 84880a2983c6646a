import { publish } from '../../kernel/events/publish.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { runReconciled } from '../events.js';

/** Ends a sent run whose every instruction is answered. */
export async function reconcileIfAnswered(ctx: TxContext, runId: string): Promise<void> {
  const { rowCount } = await ctx.tx.query(
    `update transactions.payment_run r set state = 'RECONCILED' where id = $1 and state = 'SENT'
     and not exists (select from transactions.payment_instruction i where i.run_id = r.id and i.state in ('PENDING', 'SENT'))
     and not exists (select from transactions.organisation_payment p where p.run_id = r.id and p.state in ('PENDING', 'SENT'))`,
    [runId],
  );
  if (rowCount === 1) await publish(ctx, runReconciled, { id: runId });
}
