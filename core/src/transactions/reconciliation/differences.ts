import { readRows } from '../../kernel/read/read-rows.js';
import type { Context } from '../../kernel/context.js';
import { BATCH_OF } from '../runs/in-batch.js';
import { showsPayment } from './shows-payment.js';

/** What dues, ledger and bank may disagree about, and in which words. */
export const DIFFERENCES = {
  NOT_OWED: 'It is paid or on its way, and was never booked as owed.',
  MORE_THAN_OWED: 'It pays more than is owed.',
  LEDGER_DIFFERS: 'What the ledger holds of it is not what its state says.',
  SENT_TOO_LONG: 'It was sent long ago, and nobody has said what became of it.',
  PAID_NOT_AT_BANK: 'It is paid by the channel, and no statement of the bank shows it.',
  RETURNED_NOT_AT_BANK: 'It left the account and is returned by the channel, and no statement shows that it came back.',
  AT_BANK_WRONG_AMOUNT: 'The bank shows another amount or currency than was sent.',
  AT_BANK_TWICE: 'The bank shows a payment or its return once more.',
  AT_BANK_NOT_SENT: 'The bank shows a payment that was never sent, or was given up.',
  AT_BANK_OTHER_ACCOUNT: 'A bank account shows a payment that went through a channel which is not paid out of it.',
  AT_BANK_UNKNOWN: 'The bank shows something of which nobody knows what it is.',
} as const;

export type DifferenceCode = keyof typeof DIFFERENCES;

export interface Difference {
  readonly code: DifferenceCode;
  readonly amount: string;
  readonly currency: string;
  readonly instruction: string | null;
  readonly entry: string | null;
  /** Of an organisation. */
  readonly payment: string | null;
}

export interface Asked {
  /** The day by which it is asked what is late. */
  readonly on: string;
  /** UUID of the only programme; all where null. */
  readonly programme: string | null;
  /** Days that a bank has to show what a channel says. */
  readonly graceDays: number;
  /** Days that a channel has to say what became of a payment. */
  readonly answerDays: number;
}

/**
 * $1 day, $2 programme, $3 days of grace, $4 days until an answer. What is owed and booked is compared instruction by instruction, what channels and banks say payment by
 * payment, each told of by its first instruction. A payment that a batch left with counts as shown with it; of one that an open
 * entry names, the entry is the difference.
 */
const FOUND = `
with own as (
  select i.id, i.run_id, i.batch_number, i.state, i.reference = i.payment as names, i.payment_amount, i.amount, i.deducted, i.withheld, i.currency, i.entitlement_id, i.settled_on, r.channel, b.id as batch_id, b.handed_on
  from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
  left join transactions.payment_batch b on b.run_id = i.run_id and b.number = ${BATCH_OF}
  where $2::uuid is null or r.programme_id = $2),
held as (
  select p.instruction_id as id, coalesce(sum(p.amount) filter (where a.purpose = 'IN_TRANSIT'), 0) as in_transit, coalesce(sum(p.amount) filter (where a.purpose = 'FUNDS'), 0) as funds
  from transactions.posting p join transactions.account a on a.id = p.account_id join own on own.id = p.instruction_id group by 1),
seen as (
  select own.id, own.state, own.payment_amount as amount, own.currency,
    exists (select from transactions.bank_entry e where e.instruction_id = own.id and e.direction = 'DEBIT' and ${showsPayment('e')}) as left_alone,
    exists (select from transactions.bank_entry e where e.batch_id = own.batch_id and e.direction = 'DEBIT' and e.state in ('MATCHED', 'RESOLVED')) as left_with_batch,
    exists (select from transactions.bank_entry e where e.instruction_id = own.id and e.direction = 'CREDIT' and ${showsPayment('e')}) as came_back,
    exists (select from transactions.bank_entry e where e.instruction_id = own.id and e.state in ('UNMATCHED', 'PROPOSED')) as asked_about,
    exists (select from transactions.bank_account a join transactions.bank_statement s on s.bank_account_id = a.id
      where own.channel = any (a.channels) and a.currency = own.currency and s.closed_on >= own.settled_on + $3::int) as told
  from own where own.names and own.state in ('PAID', 'RETURNED') and own.settled_on + $3::int <= $1::date),
entry as (
  select e.id, e.amount, e.currency, e.instruction_id, case
    when e.problem in ('WRONG_AMOUNT', 'OTHER_CURRENCY') then 'AT_BANK_WRONG_AMOUNT' when e.problem in ('PAID_TWICE', 'RETURNED_TWICE') then 'AT_BANK_TWICE'
    when e.problem = 'OTHER_ACCOUNT' then 'AT_BANK_OTHER_ACCOUNT'
    when e.problem in ('NOT_SENT', 'ALREADY_CANCELLED') then 'AT_BANK_NOT_SENT' else 'AT_BANK_UNKNOWN' end as code
  from transactions.bank_entry e where e.state in ('UNMATCHED', 'PROPOSED') and e.booked_on <= $1::date
    and ($2::uuid is null or e.instruction_id in (select id from own) or exists (
      select from transactions.bank_account b join transactions.account a on a.id = b.account_id where b.id = e.bank_account_id and a.programme_id = $2)))
select 'NOT_OWED' as code, amount, currency, id as instruction, null::uuid as entry, null::uuid as payment from own
  where state <> 'CANCELLED' and not exists (select from transactions.accrual c where c.entitlement_id = own.entitlement_id)
union all select 'MORE_THAN_OWED', own.amount + own.deducted + own.withheld - e.amount, own.currency, own.id, null, null from own join programmes.entitlement e on e.id = own.entitlement_id where own.state <> 'CANCELLED' and own.amount + own.deducted + own.withheld > e.amount
union all select 'LEDGER_DIFFERS', own.amount, own.currency, own.id, null, null from own left join held using (id)
  where coalesce(in_transit, 0) <> case own.state when 'SENT' then -own.amount else 0 end or coalesce(funds, 0) <> case own.state when 'PAID' then -own.amount else 0 end
union all select 'SENT_TOO_LONG', payment_amount, currency, id, null, null from own where names and state = 'SENT' and handed_on + $4::int <= $1::date
union all select 'PAID_NOT_AT_BANK', amount, currency, id, null, null from seen where state = 'PAID' and told and not left_alone and not left_with_batch and not asked_about
union all select 'RETURNED_NOT_AT_BANK', amount, currency, id, null, null from seen where state = 'RETURNED' and told and left_alone and not came_back
union all select code, amount, currency, instruction_id, id, null from entry
union all select code, amount, currency, null, null, id from (
  select p.id, p.amount, p.currency, case
    when p.state = 'SENT' and b.handed_on + $4::int <= $1::date then 'SENT_TOO_LONG'
    when p.state = 'PAID' and p.settled_on + $3::int <= $1::date
      and exists (select from transactions.bank_account a join transactions.bank_statement s on s.bank_account_id = a.id where r.channel = any (a.channels) and a.currency = p.currency and s.closed_on >= p.settled_on + $3::int)
      and not exists (select from transactions.bank_entry e where e.batch_id = b.id and e.direction = 'DEBIT' and e.state in ('MATCHED', 'RESOLVED'))
      and not exists (select from transactions.bank_entry e where e.end_to_end_id = p.reference and e.state in ('UNMATCHED', 'PROPOSED'))
      and not exists (select from transactions.transaction t join transactions.bank_entry e on e.transaction_id = t.id where t.bank_reference = p.reference and e.direction = 'DEBIT' and e.state in ('MATCHED', 'RESOLVED'))
    then 'PAID_NOT_AT_BANK' end as code
  from transactions.organisation_payment p join transactions.payment_run r on r.id = p.run_id join transactions.payment_batch b on b.run_id = p.run_id and b.number = p.batch_number
  where p.state in ('SENT', 'PAID') and ($2::uuid is null or p.programme_id = $2)) organisation where code is not null`;

/** Of all differences how many and how much there are of each kind, and the first of them. */
export interface FoundDifferences {
  readonly counts: readonly { readonly code: DifferenceCode; readonly currency: string; readonly count: number; readonly amount: string }[];
  readonly first: readonly Difference[];
}

/** Compares what is owed, what the ledger holds and what the bank shows, payment by payment: every difference has one kind. */
export async function findDifferences(ctx: Context, { on, programme, graceDays, answerDays }: Asked, most: number): Promise<FoundDifferences> {
  const { rows: [found] } = await readRows<FoundDifferences>(ctx, `
    with found as materialized (${FOUND})
    select coalesce((select jsonb_agg(jsonb_build_object('code', code, 'currency', currency, 'count', count, 'amount', amount) order by code, currency)
      from (select found.code, found.currency, count(*)::int as count, round(sum(found.amount), c.minor_digits)::text as amount from found join transactions.currency c on c.code = found.currency group by 1, 2, c.minor_digits) k (code, currency, count, amount)), '[]') as counts,
    coalesce((select jsonb_agg(jsonb_build_object('code', code, 'amount', amount::text, 'currency', currency, 'instruction', instruction, 'entry', entry, 'payment', payment) order by code, instruction, entry, payment)
      from (select * from found order by code, instruction, entry, payment limit ${most}) f), '[]') as first`, [on, programme, graceDays, answerDays]);
  return found ?? { counts: [], first: [] };
}

export interface ProofLine {
  readonly programme: string;
  readonly currency: string;
  readonly entitled: string;
  readonly paid: string;
  readonly pending: string;
  readonly returned: string;
  readonly cancelled: string;
  readonly recovered: string;
  readonly deducted: string;
  readonly paidInLedger: string;
  readonly paidAtBank: string;
  readonly returnedAtBank: string;
}

/** What each programme set out to pay, and where it is: by instructions, by the ledger, and by what banks show of it. */
export async function proofLines(ctx: Context, programme: string | null): Promise<readonly ProofLine[]> {
  const { rows } = await readRows<ProofLine>(ctx, `
    with own as (
      select r.programme_id, i.currency, i.id, i.state, i.payment_amount, i.amount, i.deducted, i.withheld, b.id as batch_id from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
      left join transactions.payment_batch b on b.run_id = i.run_id and b.number = ${BATCH_OF} where $1::uuid is null or r.programme_id = $1),
    shown as (
      select own.programme_id, own.currency, e.direction, sum(own.payment_amount) as amount from transactions.bank_entry e join own on own.id = e.instruction_id where ${showsPayment('e')} group by 1, 2, 3
      union all select own.programme_id, own.currency, 'DEBIT', sum(own.amount) from own
        where exists (select from transactions.bank_entry e where e.batch_id = own.batch_id and e.state in ('MATCHED', 'RESOLVED')) group by 1, 2),
    ledger as (
      select a.programme_id, p.currency, -sum(p.amount) as paid from transactions.posting p join transactions.account a on a.id = p.account_id
      where a.purpose = 'FUNDS' and p.instruction_id is not null and ($1::uuid is null or a.programme_id = $1) group by 1, 2),
    total as (
      select programme_id, currency, sum(amount + deducted + withheld) as entitled, coalesce(sum(amount) filter (where state = 'PAID'), 0) as paid, coalesce(sum(amount) filter (where state in ('PENDING', 'SENT')), 0) as pending,
        coalesce(sum(amount + deducted + withheld) filter (where state = 'RETURNED'), 0) as returned, coalesce(sum(amount + deducted + withheld) filter (where state = 'CANCELLED'), 0) as cancelled,
        coalesce(sum(deducted) filter (where state in ('PENDING', 'SENT', 'PAID')), 0) as recovered, coalesce(sum(withheld) filter (where state in ('PENDING', 'SENT', 'PAID')), 0) as deducted from own group by 1, 2)
    select t.programme_id as programme, t.currency, round(t.entitled, d)::text as entitled, round(t.paid, d)::text as paid, round(t.pending, d)::text as pending, round(t.returned, d)::text as returned, round(t.cancelled, d)::text as cancelled,
      round(t.recovered, d)::text as recovered, round(t.deducted, d)::text as deducted, round(coalesce(l.paid, 0), d)::text as "paidInLedger",
      round(coalesce((select sum(s.amount) from shown s where s.programme_id = t.programme_id and s.currency = t.currency and s.direction = 'DEBIT'), 0), d)::text as "paidAtBank",
      round(coalesce((select sum(s.amount) from shown s where s.programme_id = t.programme_id and s.currency = t.currency and s.direction = 'CREDIT'), 0), d)::text as "returnedAtBank"
    from total t join transactions.currency c on c.code = t.currency cross join lateral (select c.minor_digits as d) digits
    left join ledger l on l.programme_id = t.programme_id and l.currency = t.currency order by 1, 2`, [programme]);
  return rows;
}
