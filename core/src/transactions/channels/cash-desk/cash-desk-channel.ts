import { createHash } from 'node:crypto';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { inTransaction } from '../../../kernel/write/transaction.js';
import { csvFileChannel } from '../../csv-file-channel.js';
import type { AnswerLine, ChannelAnswer, ChannelBatch, ChannelReceipt, PaymentChannel } from '../../payment-channel.js';
import { receiptKeys } from './keys.js';
import type { CashDeskSettings } from './settings.js';

/**
 * Cash desks: a batch that is handed over may be paid at any of them until a day; what was not fetched by then comes back as UNCLAIMED.
 * What was paid over the counter is booked at once, and told again to whoever asks. Desks without a line answer on paper, in the form of
 * the CSV file.
 */
export function cashDeskChannel({ description, keysVariable, unclaimedDays }: CashDeskSettings): PaymentChannel {
  return {
    description,
    // Whoever comes with the reference is paid, whatever accounts they have.
    accountKinds: [],
    paysWithoutAccount: true,
    parseAnswer: csvFileChannel.parseAnswer,
    async send(ctx, batch, key) {
      // Nobody is sent to a desk that could not give a receipt.
      await receiptKeys(keysVariable);
      await handOver(ctx, batch, { key, days: unclaimedDays });
      return receiptOf(key);
    },
    async status(ctx, key) {
      const { rows } = await readRows(ctx, 'select from transactions.cash_handover where key = $1', [key]);
      return rows.length > 0 ? receiptOf(key) : undefined;
    },
    inquire: (ctx, key) => becameOf(ctx, key),
  };
}

const receiptOf = (key: string): ChannelReceipt => ({ receipt: `cash desks have ${key}` });

async function handOver(ctx: Context, { handedOn, payments }: ChannelBatch, { key, days }: { readonly key: string; readonly days: number }): Promise<void> {
  const orders = payments.map(({ reference, amount, currency }) => ({ reference, amount, currency }));
  const sha256 = createHash('sha256').update(JSON.stringify(orders)).digest('hex');
  await inTransaction(ctx, async ({ tx }) => {
    const { rowCount } = await tx.query(
      `with handed as (insert into transactions.cash_handover (key, sha256, handed_on, payable_until) values ($1, $2, $3, $3::date + $4::int) on conflict do nothing returning key)
       insert into transactions.cash_order (reference, key, amount, currency)
       select o.reference, handed.key, o.amount, o.currency from handed cross join jsonb_to_recordset($5) as o(reference text, amount numeric, currency text)`,
      [key, sha256, handedOn, days, JSON.stringify(orders)],
    );
    if (rowCount) return;
    const { rows: [there] } = await tx.query<{ sha256: string }>('select sha256 from transactions.cash_handover where key = $1', [key]);
    if (there?.sha256 !== sha256) throw new Error(`cash desks have other payments under the key ${key}; nothing was handed over`);
  });
}

/** What was fetched, and what nobody fetched in time. */
async function becameOf(ctx: Context, key: string): Promise<ChannelAnswer> {
  const { rows } = await readRows<Pick<AnswerLine, 'line' | 'reference' | 'status'> & { readonly amount: string }>(ctx, `
    select row_number() over (order by o.reference)::int as line, o.reference, o.amount::text, case when p.id is null then 'RETURNED' else 'PAID' end as status
    from transactions.cash_order o join transactions.cash_handover h on h.key = o.key
    left join transactions.payment_instruction i on i.reference = o.reference
    left join transactions.cash_payout p on p.instruction_id = i.id and p.kind = 'PAID'
    where o.key = $1 and (p.id is not null or h.payable_until < $2)
      and not exists (select from transactions.cash_payout b where b.instruction_id = i.id and b.kind = 'TAKEN_BACK')`, [key, ctx.today]);
  return { lines: rows.map((row) => ({ ...row, reason: row.status === 'RETURNED' ? 'UNCLAIMED' : null })), unreadable: [] };
}
