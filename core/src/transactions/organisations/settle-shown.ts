import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { LockedRun } from '../runs/lock-run.js';
import { reconcileIfAnswered } from '../runs/reconcile-run.js';
import { settleOrganisations, type SettledPayment } from './settle.js';

/** Payments that entries `e` of a statement name by their reference, and the account that the entry is of: one that the channel pays out of, and that stands for the funds of the programme. */
const NAMED = `from transactions.bank_entry e join transactions.bank_account b on b.id = e.bank_account_id join transactions.account f on f.id = b.account_id
  join transactions.organisation_payment p on p.reference = e.end_to_end_id join transactions.payment_run r on r.id = p.run_id where e.statement_id = $1 and e.state = 'UNMATCHED'`;
const ON_ACCOUNT = "r.channel = any (b.channels) and f.purpose = 'FUNDS' and f.programme_id = p.programme_id and f.funder_id is not distinct from r.funder_id";

/** Settles payments to organisations that a statement shows: first what left the account, then what came back. Their bookings are matched with the entries afterwards. */
export async function settleShownOrganisations(ctx: TxContext, statementId: string, runs: readonly LockedRun[]): Promise<{ readonly paid: number; readonly returned: number }> {
  const shown = async (direction: 'DEBIT' | 'CREDIT', states: readonly string[]): Promise<number> => {
    const { rows } = await ctx.tx.query<SettledPayment>(
      `select distinct on (p.id) p.id, case e.direction when 'DEBIT' then 'PAID' else 'RETURNED' end as status, case e.direction when 'CREDIT' then coalesce(e.return_reason, 'RETURNED_BY_BANK') end as reason, e.booked_on::text as "on"
       ${NAMED} and ${ON_ACCOUNT} and e.direction = $2 and e.amount = p.amount and e.currency = p.currency and p.state = any ($3) order by p.id, e.number`, [statementId, direction, states]);
    await settleOrganisations(ctx, rows);
    return rows.length;
  };
  return beyondScope(ctx, async () => {
    const counts = { paid: await shown('DEBIT', ['SENT']), returned: await shown('CREDIT', ['SENT', 'PAID']) };
    for (const { id, kind } of runs) if (kind === 'ORGANISATIONS') await reconcileIfAnswered(ctx, id);
    return counts;
  });
}

/** Says of entries that name payments to organisations and could not be matched why. */
export async function explainShown(ctx: TxContext, statementId: string): Promise<void> {
  await beyondScope(ctx, () => ctx.tx.query(
    `with named as (
       select e.id, case
         when not (${ON_ACCOUNT}) then 'OTHER_ACCOUNT'
         when e.currency <> p.currency then 'OTHER_CURRENCY'
         when e.amount <> p.amount then 'WRONG_AMOUNT'
         when p.state = 'PENDING' then 'NOT_SENT'
         when p.state = 'CANCELLED' then 'ALREADY_CANCELLED'
         when e.direction = 'DEBIT' then 'PAID_TWICE' else 'RETURNED_TWICE' end as problem ${NAMED})
     update transactions.bank_entry e set problem = named.problem from named where e.id = named.id`, [statementId]));
}
