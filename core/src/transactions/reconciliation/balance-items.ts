import type { Context } from '../../kernel/context.js';
import { readRows } from '../../kernel/read/read-rows.js';
import { BATCH_OF } from '../runs/in-batch.js';

/** Why the ledger's balance of a bank account is not the bank's, and in which words. */
export const BALANCE_ITEMS = {
  OPENING: 'What the account held before the first statement that was received, less what the ledger had of it by then.',
  STATEMENT_MISSING: 'The statements do not follow each other: what was booked between them is not known.',
  NOT_AT_BANK: 'A payment or its return that the ledger has, and no statement shows by then.',
  NOT_IN_LEDGER: 'A payment or its return that a statement shows, and the ledger does not have by then.',
  UNRESOLVED: 'An entry of the work list: the ledger has nothing of it.',
  PASSED_OVER: 'An entry of which two persons said that it is nothing that is booked.',
  OTHER_DAY: 'A fee, a booking that an entry names, or what two persons said that an entry is, which the ledger has on another day.',
  LEDGER_ONLY: 'A booking on the account that is no payment and no entry of a statement.',
} as const;

export type BalanceItemCode = keyof typeof BALANCE_ITEMS;

export interface BalanceItem {
  readonly code: BalanceItemCode;
  readonly amount: string;
  readonly entry: string | null;
  readonly instruction: string | null;
  readonly transaction: string | null;
}

export interface FoundBalance {
  readonly statement: string;
  readonly closedOn: string;
  readonly currency: string;
  readonly atBank: string;
  readonly inLedger: string;
  readonly counts: readonly { readonly code: BalanceItemCode; readonly count: number; readonly amount: string }[];
  readonly first: readonly BalanceItem[];
}

/*
$1 bank account, $2 day. Each entry and each posting is in one group with what is the same thing: a payment, a batch that the bank booked as
one, a booking of an entry, or itself alone. What a group has at the bank and not in the ledger is an item: all of them are the gap.
*/
const ITEMS = `
with account as (select b.id, b.account_id, b.currency from transactions.bank_account b where b.id = $1),
stated as (
  select s.id, s.closing, s.opening, s.closed_on, s.created_at from transactions.bank_statement s join account a on a.id = s.bank_account_id where s.closing is not null and s.opening is not null and s.closed_on <= $2::date),
last as (select * from stated order by closed_on desc, created_at desc, id desc limit 1),
first as (select stated.*, (select min(e.booked_on) from transactions.bank_entry e where e.statement_id = stated.id) as begins from stated order by closed_on, created_at, id limit 1),
entry as (
  select e.id, e.booked_on, case e.direction when 'CREDIT' then e.amount else -e.amount end as amount, e.state, e.matched_by, e.instruction_id, e.batch_id, e.transaction_id
  from transactions.bank_entry e join stated on stated.id = e.statement_id),
whole as (select distinct batch_id as id from entry where batch_id is not null and state in ('MATCHED', 'RESOLVED')),
post as (
  select p.amount, p.occurred_on, p.instruction_id, p.transaction_id, o.id as payment_id, b.id as batch_id from transactions.posting p join account a on a.account_id = p.account_id
  left join transactions.transaction t on t.id = p.transaction_id and t.bank_reference is not null left join transactions.organisation_payment o on o.reference = t.bank_reference
  left join transactions.payment_batch b on b.run_id = o.run_id and b.number = o.batch_number where p.occurred_on <= (select closed_on from last)),
side as (
  select e.id as entry, e.instruction_id as instruction, null::uuid as transaction, case when e.matched_by = 'KEY_WITH_FEE' then -i.payment_amount else e.amount end as bank, 0::numeric as ledger,
    case when e.state in ('UNMATCHED', 'PROPOSED') then 'UNRESOLVED' when e.matched_by = 'PASSED_OVER' then 'PASSED_OVER' when e.matched_by in ('BOOKED', 'REFERENCE', 'IN_BOOKS') then 'OTHER_DAY' else 'PAYMENT' end as kind,
    case when e.state in ('UNMATCHED', 'PROPOSED') or e.matched_by = 'PASSED_OVER' then e.id::text when e.matched_by in ('BOOKED', 'REFERENCE', 'IN_BOOKS') then e.transaction_id::text else coalesce(whole.id::text, i.payment) end as of
  from entry e left join transactions.payment_instruction i on i.id = e.instruction_id left join transactions.payment_batch b on b.run_id = i.run_id and b.number = ${BATCH_OF} left join whole on whole.id = coalesce(e.batch_id, b.id)
  union all
  select e.id, null, e.transaction_id, e.amount + i.payment_amount, 0, 'OTHER_DAY', e.transaction_id::text from entry e join transactions.payment_instruction i on i.id = e.instruction_id where e.matched_by = 'KEY_WITH_FEE'
  union all
  select null, p.instruction_id, p.transaction_id, 0, p.amount,
    case when p.instruction_id is not null then 'PAYMENT' when booked.id is not null then 'OTHER_DAY' when p.payment_id is not null then 'PAYMENT' when p.occurred_on < coalesce((select begins from first), (select closed_on from first)) then 'OPENING' else 'LEDGER_ONLY' end,
    case when p.instruction_id is not null then coalesce(whole.id::text, i.payment) when booked.id is null and p.payment_id is not null then coalesce(whole.id::text, p.payment_id::text) when booked.id is null and p.occurred_on < coalesce((select begins from first), (select closed_on from first)) then (select id::text from first) else p.transaction_id::text end
  from post p left join lateral (select e.id from transactions.bank_entry e where e.transaction_id = p.transaction_id limit 1) booked on true
  left join transactions.payment_instruction i on i.id = p.instruction_id left join transactions.payment_batch b on b.run_id = i.run_id and b.number = ${BATCH_OF} left join whole on whole.id = case when p.batch_id is not null then p.batch_id else b.id end
  union all select null, null, null, first.opening, 0, 'OPENING', first.id::text from first
  union all select null, null, null, last.closing - (select opening from first) - coalesce((select sum(amount) from entry), 0), 0, 'STATEMENT_MISSING', last.id::text from last),
item as (
  select case when kind <> 'PAYMENT' then kind when abs(sum(bank)) > abs(sum(ledger)) then 'NOT_IN_LEDGER' else 'NOT_AT_BANK' end as code, sum(bank) - sum(ledger) as amount,
    (array_agg(entry) filter (where entry is not null))[1] as entry, (array_agg(instruction) filter (where instruction is not null))[1] as instruction,
    case when kind in ('OTHER_DAY', 'LEDGER_ONLY') then (array_agg(transaction) filter (where transaction is not null))[1] end as transaction
  from side group by kind, of having sum(bank) <> sum(ledger))`;

/**
 * The balance of a bank account by the last statement until a day, the ledger's of the same day, and the items that are the gap, to the
 * cent; `undefined` where there is no statement with balances by then.
 */
export async function findBalance(ctx: Context, { bankAccount, on }: { readonly bankAccount: string; readonly on: string }, most: number): Promise<FoundBalance | undefined> {
  const { rows: [found] } = await readRows<FoundBalance>(ctx, `${ITEMS}
    select last.id as statement, last.closed_on::text as "closedOn", account.currency, round(last.closing, d)::text as "atBank", round(coalesce((select sum(amount) from post), 0), d)::text as "inLedger",
      coalesce((select jsonb_agg(jsonb_build_object('code', k.code, 'count', k.count, 'amount', round(k.amount, d)::text) order by k.code) from (select code, count(*)::int as count, sum(amount) as amount from item group by 1) k), '[]') as counts,
      coalesce((select jsonb_agg(jsonb_build_object('code', i.code, 'amount', round(i.amount, d)::text, 'entry', i.entry, 'instruction', i.instruction, 'transaction', i.transaction) order by i.code, i.amount)
        from (select * from item order by code, amount, entry, instruction limit ${most}) i), '[]') as first
    from last cross join account join transactions.currency c on c.code = account.currency cross join lateral (select c.minor_digits as d) digits`, [bankAccount, on]);
  return found;
}
