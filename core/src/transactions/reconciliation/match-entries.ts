import { v7 as uuidv7 } from 'uuid';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookReturnedLate, bookSettled, type Settled } from '../runs/book-payments.js';
import { explainShown, settleShownOrganisations } from '../organisations/settle-shown.js';
import { settleShown } from '../payees/deductions/paid-over/settle-shown.js';
import { accountsByNumber, type NumberedAccount } from '../payees/accounts-by-number.js';
import { BATCH_OF } from '../runs/in-batch.js';
import type { LockedRun } from '../runs/lock-run.js';
import { reconcileIfAnswered } from '../runs/reconcile-run.js';
import { bookFees } from './book-fees.js';
import { matchBookings } from './match-bookings.js';
import { showsPayment } from './shows-payment.js';

export interface MatchedEntries {
  readonly matched: number;
  readonly unmatched: number;
  /** Payments that were booked as paid, and as returned. */
  readonly paid: number;
  readonly returned: number;
}

/** How long before the bank's booking a payment may have been sent, where nothing but account and amount tells them. */
const DAYS = 10;

/** What an entry that names a payment is: `null` where it is matched. */
const PROBLEM = `case
  when r.channel <> all (a.channels) then 'OTHER_ACCOUNT'
  when e.currency <> i.currency then 'OTHER_CURRENCY'
  when e.amount <> i.payment_amount and not (e.direction = 'DEBIT' and e.amount between i.payment_amount and i.payment_amount + a.fee_up_to) then 'WRONG_AMOUNT'
  when i.state = 'PENDING' then 'NOT_SENT'
  when i.state = 'CANCELLED' then 'ALREADY_CANCELLED'
  when row_number() over (partition by i.id, e.direction order by e.number) > 1
    or exists (select from transactions.bank_entry o where o.instruction_id = i.id and o.direction = e.direction and ${showsPayment('o')})
    then case e.direction when 'DEBIT' then 'PAID_TWICE' else 'RETURNED_TWICE' end
end`;

/** Payments that an entry without a key may be: of the same account and amount, sent shortly before, which the bank did not show yet. */
const ALIKE = `from transactions.bank_entry e
  join transactions.bank_account a on a.id = e.bank_account_id
  join jsonb_to_recordset($2) as known(number text, account uuid) on known.number = e.counterparty_account
  join transactions.payment_instruction i on i.account_id = known.account and i.reference = i.payment and i.payment_amount = e.amount and i.currency = e.currency and i.state in ('SENT', 'PAID', 'RETURNED')
  join transactions.payment_run r on r.id = i.run_id and r.channel = any (a.channels)
  join transactions.payment_batch b on b.run_id = i.run_id and b.number = ${BATCH_OF} and b.handed_on between e.booked_on - ${DAYS} and e.booked_on + 1
  where e.statement_id = $1 and e.state = 'UNMATCHED' and e.problem = 'NOTHING_NAMED' and (e.direction = 'DEBIT' or e.return_reason is not null)
    and not exists (select from transactions.bank_entry o where o.instruction_id = i.id and o.direction = e.direction and ${showsPayment('o')})`;

/**
 * Finds what the entries of a statement are, and names of a payment its first instruction: by the payment's reference, by the batch that was booked as one, and, where nothing is named,
 * by account and amount if only one payment and one entry fit each other. What went through a channel that is not paid out of the
 * account is never settled by its statement. What a bank took with a payment, up to what is said of the account, is booked as its fee.
 * What is no payment of a run, and names a booking of its amount, is that booking. A payment that left the account is paid; one that came back is
 * returned, also days after it was paid. Nothing is booked twice, whatever came before.
 */
export async function matchEntries(ctx: TxContext, statementId: string): Promise<MatchedEntries> {
  const known = JSON.stringify(await accountsNamed(ctx, statementId));
  const [runs, fees] = [await lockRuns(ctx, statementId, known), uuidv7()];
  await ctx.tx.query(
    `with named as (
       select e.id, i.id as instruction_id, ${PROBLEM} as problem, e.amount <> i.payment_amount as with_fee
       from transactions.bank_entry e join transactions.bank_account a on a.id = e.bank_account_id
       join transactions.payment_instruction i on i.reference = e.end_to_end_id and i.reference = i.payment join transactions.payment_run r on r.id = i.run_id where e.statement_id = $1)
     update transactions.bank_entry e set instruction_id = n.instruction_id, problem = n.problem,
       state = case when n.problem is null then 'MATCHED' else 'UNMATCHED' end, matched_by = case when n.problem is null then case when n.with_fee then 'KEY_WITH_FEE' else 'KEY' end end,
       transaction_id = case when n.problem is null and n.with_fee then $2::uuid end
     from named n where e.id = n.id`, [statementId, fees],
  );
  await bookFees(ctx, statementId, fees);
  await ctx.tx.query(
    `with named as (
       select e.id, b.id as batch_id, case when b.id is null then 'UNKNOWN_BATCH' when r.channel <> all (a.channels) then 'OTHER_ACCOUNT' when e.direction <> 'DEBIT' or e.amount <> coalesce(b.handed_total, b.total) then 'WRONG_AMOUNT'
         when exists (select from transactions.bank_entry o where o.batch_id = b.id and o.state in ('MATCHED', 'RESOLVED')) or row_number() over (partition by b.id order by e.number) > 1 then 'PAID_TWICE' end as problem
       from transactions.bank_entry e join transactions.bank_account a on a.id = e.bank_account_id
       left join transactions.payment_batch b on b.key = e.batch_key left join transactions.payment_run r on r.id = b.run_id
       where e.statement_id = $1 and e.batch_key is not null and e.instruction_id is null and e.end_to_end_id is null)
     update transactions.bank_entry e set batch_id = n.batch_id, problem = n.problem,
       state = case when n.problem is null then 'MATCHED' else 'UNMATCHED' end, matched_by = case when n.problem is null then 'BATCH' end
     from named n where e.id = n.id`, [statementId],
  );
  await ctx.tx.query(
    `with alike as (select e.id, i.id as instruction_id, count(*) over (partition by e.id) as payments, count(*) over (partition by i.id, e.direction) as entries ${ALIKE})
     update transactions.bank_entry e set
       instruction_id = case when n.payments = 1 and n.entries = 1 then n.instruction_id end, problem = case when n.payments > 1 or n.entries > 1 then 'AMBIGUOUS' end,
       state = case when n.payments = 1 and n.entries = 1 then 'MATCHED' else 'UNMATCHED' end, matched_by = case when n.payments = 1 and n.entries = 1 then 'ACCOUNT_AND_AMOUNT' end
     from (select distinct on (id) * from alike order by id, entries desc) n where e.id = n.id`, [statementId, known],
  );
  await ctx.tx.query(
    `update transactions.bank_entry set problem = 'UNKNOWN_REFERENCE' where statement_id = $1 and state = 'UNMATCHED' and problem = 'NOTHING_NAMED' and end_to_end_id is not null`, [statementId],
  );
  await settleShown(ctx, statementId);
  const toOrganisations = await settleShownOrganisations(ctx, statementId, runs);
  await matchBookings(ctx, statementId);
  await explainShown(ctx, statementId);
  const settled = await settleMatched(ctx, runs, `statement-${statementId}`, 'e.statement_id = $1', statementId);
  const { rows: [counts] } = await ctx.tx.query<{ matched: number; unmatched: number }>(
    "select count(*) filter (where state = 'MATCHED')::int as matched, count(*) filter (where state <> 'MATCHED')::int as unmatched from transactions.bank_entry where statement_id = $1", [statementId],
  );
  return { matched: counts?.matched ?? 0, unmatched: counts?.unmatched ?? 0, paid: settled.paid + toOrganisations.paid, returned: settled.returned + toOrganisations.returned };
}

/** The accounts of the registry that entries name which name no payment. */
async function accountsNamed(ctx: TxContext, statementId: string): Promise<readonly NumberedAccount[]> {
  const { rows } = await ctx.tx.query<{ number: string }>(
    `select distinct e.counterparty_account as number from transactions.bank_entry e where e.statement_id = $1 and e.counterparty_account is not null
       and not exists (select from transactions.payment_instruction i where i.reference = e.end_to_end_id and i.reference = i.payment)`, [statementId],
  );
  return accountsByNumber(ctx, (text, values) => ctx.tx.query(text, [...values]), rows.map(({ number }) => number));
}

/** The runs whose payments entries may settle, locked in one order whoever locks. */
async function lockRuns(ctx: TxContext, statementId: string, known: string): Promise<readonly LockedRun[]> {
  return runsLocked(ctx, `select i.run_id from transactions.bank_entry e join transactions.payment_instruction i on i.reference = e.end_to_end_id and i.reference = i.payment where e.statement_id = $1
    union select p.run_id from transactions.bank_entry e join transactions.organisation_payment p on p.reference = e.end_to_end_id where e.statement_id = $1
    union select i.run_id ${ALIKE}`, statementId, known);
}

/** Locks the runs that a query of ids finds. */
export async function runsLocked(ctx: TxContext, ids: string, ...given: readonly string[]): Promise<readonly LockedRun[]> {
  const { rows } = await ctx.tx.query<LockedRun>(
    `select id, code, programme_id, funder_id, currency, channel, kind, state, created_by, content_hash from transactions.payment_run where id in (${ids}) order by id for no key update`, [...given],
  );
  return rows;
}

interface Effect extends Settled {
  readonly run: string;
  readonly stands: string;
}

/** Books what matched entries say of payments: first what left the account, then what came back. */
export async function settleMatched(ctx: TxContext, runs: readonly LockedRun[], by: string, which: string, of: string): Promise<{ readonly paid: number; readonly returned: number }> {
  const paid = await effects(ctx, { which: `${which} and e.direction = 'DEBIT' and i.state = 'SENT'`, of, status: 'PAID' });
  for (const run of runs) await bookSettled(ctx, run, by, ofRun(paid, run));
  const back = await effects(ctx, { which: `${which} and e.direction = 'CREDIT' and i.state in ('SENT', 'PAID')`, of, status: 'RETURNED' });
  for (const run of runs) {
    const own = ofRun(back, run);
    await bookSettled(ctx, run, by, own.filter(({ stands }) => stands === 'SENT'));
    await bookReturnedLate(ctx, run, by, own.filter(({ stands }) => stands === 'PAID'));
    await reconcileIfAnswered(ctx, run.id);
  }
  return { paid: paid.length, returned: back.length };
}

const ofRun = (effects: readonly Effect[], { id }: LockedRun): readonly Effect[] => effects.filter(({ run }) => run === id);

async function effects(ctx: TxContext, { which, of, status }: { readonly which: string; readonly of: string; readonly status: Settled['status'] }): Promise<readonly Effect[]> {
  const { rows } = await ctx.tx.query<{ id: string; run: string; stands: string; reason: string | null }>(
    `select i.id, i.run_id as run, i.state as stands, e.return_reason as reason
     from transactions.bank_entry e join transactions.payment_instruction i on i.id = e.instruction_id where e.state in ('MATCHED', 'RESOLVED') and ${which} order by i.id`, [of],
  );
  return rows.map(({ reason, ...row }) => ({ ...row, status, reason: status === 'RETURNED' ? reason ?? 'RETURNED_BY_BANK' : null }));
}
