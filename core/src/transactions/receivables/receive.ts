import { Decimal as DecimalJs } from 'decimal.js';
import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { mod97 } from '../../people/persons/identifiers/check-digits.js';
import { bookForPayers, receivableAccounts, type Collecting } from './accounts.js';
import { allocate } from './allocate.js';
import { receiptsReceived } from './events.js';
import { seesPayer } from './lock.js';
import { ReceiptMethod } from './receipt.js';
import { controlNumberUnknown, receiptAmount, receiptCurrency, receiptDay, receiptInFuture, receiptMethod, receiptReference, receiptTwice } from './refusals.js';

/** Something that came in, as a bank, a provider or a desk tells it. */
export interface IncomingReceipt {
  readonly controlNumber: string;
  readonly method: string;
  readonly bankReference: string;
  /** Decimal, as text. */
  readonly amount: string;
  /** ISO 4217 code; the programme's where left out. */
  readonly currency?: string | null;
  /** ISO date. */
  readonly receivedOn: string;
}

/** What became of it: the receipt by UUID, or why there is none. */
export type ReceiptOutcome = { readonly id: string; readonly matched: boolean } | { readonly refusal: Refusal };

type Programme = Collecting & { readonly digits: number };

const Exact = DecimalJs.clone({ precision: 100 });
const AMOUNT = /^-?\d{1,30}(\.\d{1,30})?$/;
const METHODS: readonly string[] = Object.values(ReceiptMethod);

/** What speaks against a receipt before anything is looked up. @param at where in the input its fields stand: `rows.3.` */
function problemOf({ amount, currency, receivedOn, bankReference, method }: IncomingReceipt, programme: Programme, today: string, at: string): Refusal | undefined {
  const exact = AMOUNT.test(amount) ? new Exact(amount) : undefined;
  if (currency && currency !== programme.currency) return receiptCurrency(`${at}currency`, { currency: programme.currency, given: currency });
  if (!exact || exact.lte(0) || exact.decimalPlaces() > programme.digits) return receiptAmount(`${at}amount`, { amount, currency: programme.currency, digits: programme.digits });
  if (!METHODS.includes(method)) return receiptMethod(`${at}method`, { method, known: METHODS.join(', ') });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(receivedOn) || new Date(`${receivedOn}T00:00:00Z`).toISOString().slice(0, 10) !== receivedOn) return receiptDay(`${at}receivedOn`, { day: receivedOn });
  if (receivedOn > today) return receiptInFuture(`${at}receivedOn`, { today });
  return bankReference.length < 1 || bankReference.length > 100 ? receiptReference(`${at}bankReference`) : undefined;
}

/** A control number as payers write it, without what they put between the digits. */
const plain = (controlNumber: string): string => controlNumber.replaceAll(/[\s./-]/g, '').slice(0, 60);

interface Known {
  readonly id: string;
  readonly control_number: string;
  readonly own: boolean;
}

async function payersOf(ctx: TxContext, { id, currency }: Programme, numbers: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await ask<Known>(ctx, sql`
    select y.id, y.control_number, y.programme_id = ${id}::uuid and y.currency = ${currency} as own from transactions.payer y where y.control_number = any(${numbers}::text[]) and ${seesPayer(ctx)}`);
  return new Map(rows.map((row) => [row.control_number, row]));
}

/** Why nobody is known to have paid under a number; undefined where somebody is. */
function unmatchedBecause(number: string, known: Known | undefined): string | null {
  if (known) return known.own ? null : 'OTHER_PROGRAMME';
  return /^\d{12}$/.test(number) && mod97.isValid(number) ? 'UNKNOWN_NUMBER' : 'CHECK_DIGITS';
}

/**
 * Takes what came in, set-wise: books it on the account of whoever has its number (debit funds, credit held on account), or of nobody
 * known, and settles what is due first. What is no receipt is told and changes nothing; the same reference comes in once.
 *
 * @param incoming at most 500
 * @param demands UUIDs of demands that are settled before all others
 * @param pathOf where in the input the fields of a receipt stand
 */
export async function receive(
  ctx: TxContext, programme: Programme, incoming: readonly IncomingReceipt[], demands: readonly string[] = [], pathOf: (index: number) => string = () => '',
): Promise<readonly ReceiptOutcome[]> {
  const numbers = incoming.map(({ controlNumber }) => plain(controlNumber));
  const payers = await payersOf(ctx, programme, numbers);
  const transactions = new Map<string, string>();
  const transactionOf = (day: string): string => transactions.get(day) ?? transactions.set(day, uuidv7()).get(day) ?? '';
  const checked = incoming.map((receipt, index) => {
    const number = numbers[index] ?? '';
    const known = payers.get(number);
    const because = unmatchedBecause(number, known);
    const refusal = problemOf(receipt, programme, ctx.today, pathOf(index)) ?? (because !== null && ctx.actor.places !== null ? controlNumberUnknown(`${pathOf(index)}controlNumber`) : undefined);
    const payer = because === null ? known?.id ?? null : null;
    return { refusal, row: { id: uuidv7(), payer, number, because, method: receipt.method, reference: receipt.bankReference, amount: receipt.amount, day: receipt.receivedOn, transaction: refusal ? '' : transactionOf(receipt.receivedOn) } };
  });
  const { rows } = await ask<{ id: string }>(ctx, sql`
    insert into transactions.receipt (id, programme_id, payer_id, control_number, method, bank_reference, amount, currency, received_on, credited_on, state, unmatched_because, received_by, transaction_id)
    select t.id, ${programme.id}::uuid, t.payer, t.number, t.method, t.reference, round(t.amount, ${programme.digits}::int), ${programme.currency}, t.day, case when t.payer is not null then t.day end,
      case when t.payer is null then 'UNMATCHED' else 'RECEIVED' end, t.because, ${ctx.actor.id}, t.transaction
    from jsonb_to_recordset(${JSON.stringify(checked.flatMap(({ refusal, row }) => (refusal ? [] : [row])))}::jsonb)
      as t(id uuid, payer uuid, number text, because text, method text, reference text, amount numeric, day date, transaction uuid)
    order by t.method, t.reference on conflict on constraint receipt_once do nothing returning id`);
  const came = new Set(rows.map(({ id }) => id));
  await book(ctx, programme, transactions);
  const payersPaid = [...new Set(checked.flatMap(({ row }) => (came.has(row.id) && row.payer ? [row.payer] : [])))];
  if (payersPaid.length > 0) await allocate(ctx, programme, sql`select unnest(${payersPaid}::uuid[])`, demands);
  if (came.size > 0) await publish(ctx, receiptsReceived, { ids: [...came] });
  return checked.map(({ refusal, row }, index) => {
    if (refusal) return { refusal };
    return came.has(row.id) ? { id: row.id, matched: row.payer !== null } : { refusal: receiptTwice(`${pathOf(index)}bankReference`, { method: row.method }) };
  });
}

async function book(ctx: TxContext, programme: Programme, transactions: ReadonlyMap<string, string>): Promise<void> {
  const accounts = await receivableAccounts(ctx, programme);
  for (const [day, id] of transactions) {
    await bookForPayers(ctx, programme, { id, kind: 'RECEIPT', reference: `receipts:${id}`, description: 'Came in from payers', occurredOn: day }, sql`
      select r.payer_id, ${accounts.FUNDS}::uuid as debit_id, case when r.payer_id is null then ${accounts.UNMATCHED_RECEIPTS}::uuid else ${accounts.PAYER_CREDIT}::uuid end as credit_id, r.amount
      from transactions.receipt r where r.transaction_id = ${id}::uuid`);
  }
}

/** The same of one receipt, for a mutation. */
export async function receiveOne(ctx: TxContext, programme: Programme, receipt: IncomingReceipt, demands: readonly string[]): Promise<{ readonly id: string }> {
  const [outcome] = await receive(ctx, programme, [receipt], demands);
  if (!outcome) throw new Error('a receipt without an outcome');
  return 'refusal' in outcome ? refuse(outcome.refusal) : { id: outcome.id };
}
