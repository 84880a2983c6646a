import { sql, type Sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ask } from '../../kernel/write/ask.js';
import { bookPairs } from '../book.js';
import type { LockedRun } from './lock-run.js';
import { programmeAccounts } from '../programme-accounts.js';
import { giveBackDeductions } from '../payees/deductions/book-deductions.js';
import { giveBackOffsets, owedOn } from '../recoveries/book-offsets.js';

/** Instructions as pairs to book. */
function pairs(run: LockedRun, accounts: { readonly debit: Sql; readonly credit: Sql }, which: Sql): Sql {
  return sql`
    select ${accounts.debit} as debit_id, ${accounts.credit} as credit_id, i.amount, i.currency, ${run.programme_id}::uuid as programme_id,
      i.place_id, i.payee_id as party_id, i.entitlement_id, i.id as instruction_id
    from transactions.payment_instruction i where ${which}`;
}

/** What leaves a run at once. */
interface Leaving {
  /** Names the booking within the run. */
  readonly reference: string;
  readonly description: string;
  /** Which instructions `i`; of them those that are not sent yet. */
  readonly which: Sql;
}

/** What is owed is on its way: debit payable (or, paid again after a return, returned), credit in transit. */
export async function bookSent(ctx: TxContext, run: LockedRun, { reference, description, which }: Leaving): Promise<void> {
  await ask(ctx, sql`update transactions.payment_instruction i set state = 'SENT' where ${which} and i.state = 'PENDING'`);
  const accounts = await programmeAccounts(ctx, { id: run.programme_id, currency: run.currency, funderId: run.funder_id });
  const booking = { kind: 'PAYMENT_SENT', reference: `run:${run.id}:${reference}`, description, paymentRunId: run.id, funderId: run.funder_id };
  await bookPairs(ctx, booking, pairs(run, { debit: owedOn(accounts), credit: sql`${accounts.IN_TRANSIT}::uuid` }, sql`${which} and i.state = 'SENT'`));
}

/** A payment of which it is known what became of it; `reason` where it was returned. */
export interface Settled {
  /** UUID of one of its instructions. */
  readonly id: string;
  readonly status: 'PAID' | 'RETURNED';
  readonly reason: string | null;
}

/** The instructions of payments, one by one: what became of a payment became of each of them. */
async function oneByOne(ctx: TxContext, settled: readonly Settled[]): Promise<readonly Settled[]> {
  const { rows: others } = await ask<Settled & Record<string, unknown>>(ctx, sql`
    select o.id, s.status, s.reason from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s(id uuid, status text, reason text)
    join transactions.payment_instruction i on i.id = s.id and i.payment_amount <> i.amount join transactions.payment_instruction o on o.payment = i.payment`);
  return [...new Map([...settled, ...others].map((each) => [each.id, each])).values()];
}

/** What was on its way arrived (credit funds) or came back (credit returned: it is owed again). */
export async function bookSettled(ctx: TxContext, run: LockedRun, answerId: string, payments: readonly Settled[]): Promise<void> {
  if (payments.length === 0) return;
  const settled = await oneByOne(ctx, payments);
  await ask(ctx, sql`
    update transactions.payment_instruction i set state = s.status, returned_reason = s.reason, settled_on = ${ctx.today}::date
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s(id uuid, status text, reason text) where i.id = s.id`);
  const accounts = await programmeAccounts(ctx, { id: run.programme_id, currency: run.currency, funderId: run.funder_id });
  const move = async (status: Settled['status'], credit: string, description: string): Promise<void> => {
    const ids = settled.filter((each) => each.status === status).map((each) => each.id);
    if (ids.length === 0) return;
    const booking = { kind: `PAYMENT_${status}`, reference: `run:${run.id}:answer:${answerId}:${status}`, description, paymentRunId: run.id, funderId: run.funder_id };
    await bookPairs(ctx, booking, pairs(run, { debit: sql`${accounts.IN_TRANSIT}::uuid`, credit: sql`${credit}::uuid` }, sql`i.id = any(${ids}::uuid[])`));
  };
  await move('PAID', accounts.FUNDS, 'Paid, by the answer of the channel');
  await move('RETURNED', accounts.RETURNED, 'Returned, by the answer of the channel');
  const returned = settled.filter(({ status }) => status === 'RETURNED').map((each) => each.id);
  await giveBack(ctx, run, `answer:${answerId}`, sql`i.id = any(${returned}::uuid[])`);
}

/** What was paid came back days later: what left the funds is there again, and is owed again. */
export async function bookReturnedLate(ctx: TxContext, run: LockedRun, by: string, payments: readonly Settled[]): Promise<void> {
  if (payments.length === 0) return;
  const settled = await oneByOne(ctx, payments);
  await ask(ctx, sql`
    update transactions.payment_instruction i set state = 'RETURNED', returned_reason = s.reason, settled_on = ${ctx.today}::date
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s(id uuid, reason text) where i.id = s.id`);
  const accounts = await programmeAccounts(ctx, { id: run.programme_id, currency: run.currency, funderId: run.funder_id });
  const booking = { kind: 'PAYMENT_RETURNED', reference: `run:${run.id}:late:${by}`, description: 'Came back after it was paid, by the bank', paymentRunId: run.id, funderId: run.funder_id };
  const which = sql`i.id = any(${settled.map(({ id }) => id)}::uuid[])`;
  await bookPairs(ctx, booking, pairs(run, { debit: sql`${accounts.FUNDS}::uuid`, credit: sql`${accounts.RETURNED}::uuid` }, which));
  await giveBack(ctx, run, `late:${by}`, which);
}

/** What was kept back and withheld of payments that came back is owed again. */
async function giveBack(ctx: TxContext, { id, programme_id: programmeId, currency, funder_id: funderId }: LockedRun, by: string, which: Sql): Promise<void> {
  const made = { id, programmeId, currency, funderId };
  await giveBackOffsets(ctx, made, { returned: true, reference: `run:${id}:${by}:offset-returned`, which });
  await giveBackDeductions(ctx, made, { returned: true, reference: `run:${id}:${by}:deductions-returned`, which });
}
