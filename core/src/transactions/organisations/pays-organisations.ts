import { withoutLimits } from '../../kernel/access/scope.js';
import { readRows } from '../../kernel/read/read-rows.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { openOrganisationNumber } from '../../people/organisations/accounts/account-number.js';
import type { ChannelPayment } from '../payment-channel.js';
import type { RunContent } from '../runs/content-of-run.js';
import { settleOrganisations, type SettledPayment } from './settle.js';

interface Row extends Omit<ChannelPayment, 'account'>, Record<string, unknown> {
  readonly id: string;
  readonly accountId: string;
  readonly sealed: Buffer;
}

const send = (ctx: TxContext, ids: readonly string[]) => ctx.tx.query("update transactions.organisation_payment set state = 'SENT' where id = any ($1) and state = 'PENDING'", [ids]);

/** How runs to organisations are sent and settled. What is on its way is still owed: it is booked by its source once it is paid. */
export const paysOrganisations: RunContent = {
  table: 'transactions.organisation_payment',
  batchOf: 'i.batch_number',

  async payments(ctx, runId, number) {
    const { rows } = await readRows<Row>(
      withoutLimits(ctx),
      `select p.id, p.reference, p.payee_name as "payeeName", a.institution, p.amount::text, p.currency, a.id as "accountId", a.sealed
       from transactions.organisation_payment p join people.organisation_account a on a.id = p.account_id where p.run_id = $1 and p.batch_number = $2 and p.state = 'PENDING' order by p.reference`, [runId, number]);
    return rows.map(({ id, reference, payeeName, institution, amount, currency, accountId, sealed }) => (
      { id, reference, payeeName, account: openOrganisationNumber(ctx, { id: accountId, sealed }), institution, amount, currency }));
  },

  async takeOut(ctx, run, { number }) {
    const { rows: gone } = await ctx.tx.query<SettledPayment>(
      `select p.id, 'RETURNED' as status, case a.verification when 'VERIFIED' then 'ACCOUNT_CLOSED' when 'REFUTED' then 'ACCOUNT_REFUTED' else 'ACCOUNT_NOT_VERIFIED' end as reason
       from transactions.organisation_payment p join people.organisation_account a on a.id = p.account_id
       where p.run_id = $1 and p.batch_number = $2 and p.state = 'PENDING' and (a.valid_to <= $3 or a.verification <> 'VERIFIED') order by p.id`, [run.id, number, ctx.today]);
    await send(ctx, gone.map(({ id }) => id));
    await settleOrganisations(ctx, gone);
  },

  async sent(ctx, run, { number }) {
    await ctx.tx.query("update transactions.organisation_payment set state = 'SENT' where run_id = $1 and batch_number = $2 and state = 'PENDING'", [run.id, number]);
  },

  settled: (ctx, _run, _by, settled) => settleOrganisations(ctx, settled),
};
