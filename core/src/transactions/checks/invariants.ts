/** What can be wrong in the books. */
export type LedgerFault = 'UNBALANCED' | 'ORPHAN' | 'WRONG_CURRENCY' | 'WRONG_TOTAL' | 'OVERPAID' | 'PARTED_PAYMENT' | 'CLOSED_PERIOD' | 'WRONG_BUDGET' | 'WRONG_WITHHELD' | 'WRONG_ORGANISATION_PAYMENT';

export interface Invariant {
  readonly kind: LedgerFault;
  readonly description: string;
  /** A query of what breaks it: place and what, at most 100. `recent` limits it to what was booked since the UUID in $1. */
  sql(recent: boolean): string;
}

const since = (recent: boolean, column: string): string => (recent ? `${column} >= $1::uuid` : 'true');
const MOST = 'limit 100';

const KEY = 'account_id, currency, occurred_on, programme_id, place_id, funder_id, period_from';

export const INVARIANTS: readonly Invariant[] = [
  {
    kind: 'UNBALANCED', description: 'the postings of a transaction sum to zero in each currency',
    sql: (recent) => `select 'transaction ' || p.transaction_id as place, 'sums to ' || sum(p.amount) || ' ' || p.currency as what
      from transactions.posting p where ${since(recent, 'p.transaction_id')} group by p.transaction_id, p.currency having sum(p.amount) <> 0 ${MOST}`,
  },
  {
    kind: 'ORPHAN', description: 'every posting belongs to a transaction of its day, and every transaction has postings',
    sql: (recent) => `(select 'posting ' || p.id as place, 'belongs to no transaction of ' || p.occurred_on as what
        from transactions.posting p left join transactions.transaction t on t.id = p.transaction_id and t.occurred_on = p.occurred_on where ${since(recent, 'p.transaction_id')} and t.id is null ${MOST})
      union all (select 'transaction ' || t.id, 'has no postings'
        from transactions.transaction t where ${since(recent, 't.id')} and not exists (select from transactions.posting p where p.transaction_id = t.id) ${MOST})`,
  },
  {
    kind: 'WRONG_CURRENCY', description: "every posting is in its account's currency and minor unit",
    sql: (recent) => `select 'posting ' || p.id as place, p.amount || ' ' || p.currency || ' on an account in ' || coalesce(a.currency, 'nothing') as what
      from transactions.posting p left join transactions.account a on a.id = p.account_id left join transactions.currency c on c.code = p.currency
      where ${since(recent, 'p.transaction_id')} and (a.currency is distinct from p.currency or scale(p.amount) > c.minor_digits) ${MOST}`,
  },
  {
    // Of what was booked lately, the accounts and days that it moved are summed whole.
    kind: 'WRONG_TOTAL', description: 'kept totals are the sums of the postings',
    sql: (recent) => {
      const moved = recent ? 'where (account_id, occurred_on) in (select account_id, occurred_on from transactions.posting where transaction_id >= $1::uuid)' : '';
      return `select 'account ' || account_id || ' on ' || occurred_on as place, 'kept ' || sum(kept_debit - kept_credit) || ', posted ' || sum(debit - credit) || ' ' || currency as what
        from (select ${KEY}, 0 as kept_debit, 0 as kept_credit, 0 as kept, greatest(amount, 0) as debit, greatest(-amount, 0) as credit, 1 as posted from transactions.posting ${moved}
          union all select ${KEY}, debit, credit, postings, 0, 0, 0 from transactions.account_total ${moved}) both_sides
        group by ${KEY} having (sum(kept_debit), sum(kept_credit), sum(kept)) is distinct from (sum(debit), sum(credit), sum(posted)) ${MOST}`;
    },
  },
  {
    kind: 'OVERPAID', description: 'no entitlement is paid more than it is',
    sql: (recent) => `select 'entitlement ' || e.id as place, 'is ' || e.amount || ', and ' || sum(i.amount + i.deducted + i.withheld) || ' ' || e.currency || ' is paid or on its way' as what
      from transactions.payment_instruction i join programmes.entitlement e on e.id = i.entitlement_id
      where i.state not in ('RETURNED', 'CANCELLED')${recent ? ' and e.id in (select p.entitlement_id from transactions.posting p where p.transaction_id >= $1::uuid)' : ''}
      group by e.id having sum(i.amount + i.deducted + i.withheld) > e.amount ${MOST}`,
  },
  {
    kind: 'PARTED_PAYMENT', description: 'what is paid as one stands alike and sums to what was sent',
    sql: (recent) => `select 'payment ' || i.payment as place, 'is ' || max(i.payment_amount) || ' ' || min(i.currency) || ' in one batch, and ' || sum(i.amount) || ' is ' || string_agg(distinct i.state, ', ') as what
      from transactions.payment_instruction i where i.payment_amount <> i.amount${recent ? ' and i.payment in (select own.payment from transactions.posting p join transactions.payment_instruction own on own.id = p.instruction_id where p.transaction_id >= $1::uuid)' : ''} group by i.payment
      having sum(i.amount) <> max(i.payment_amount) or sum(i.amount) <> min(i.payment_amount) or count(distinct (i.run_id, i.batch_number, i.moved_to, i.state)) > 1 ${MOST}`,
  },
  {
    kind: 'CLOSED_PERIOD', description: 'nothing was booked in an accounting period after it was closed',
    sql: (recent) => `select 'transaction ' || t.id as place, 'was booked on ' || t.occurred_on || ' after ' || p.code || ' was closed' as what
      from transactions.accounting_period p join transactions.transaction t on t.occurred_on between p.starts_on and p.ends_on and t.created_at > p.closed_at
      where p.state <> 'OPEN' and ${since(recent, 't.id')} ${MOST}`,
  },
  {
    kind: 'WRONG_BUDGET', description: 'budgets hold what was approved, committed and drawn',
    sql: () => `select 'budget ' || b.code as place, 'holds ' || b.available || ', and ' || s.approved - s.committed || ' ' || b.currency || ' is left' as what
      from transactions.budget b cross join lateral (select
        coalesce((select sum(a.amount) from transactions.budget_amendment a where a.budget_id = b.id and a.state = 'APPROVED'), 0) as approved,
        coalesce((select sum(case u.kind when 'COMMITTED' then u.amount when 'RELEASED' then -u.amount end) from transactions.budget_use u where u.budget_id = b.id), 0) as committed,
        coalesce((select sum(u.amount) from transactions.budget_use u where u.budget_id = b.id and u.kind = 'DRAWN'), 0) as drawn) s
      where (b.approved, b.committed + b.drawn, b.drawn, b.available) is distinct from (s.approved, s.committed, s.drawn, s.approved - s.committed) ${MOST}`,
  },
  {
    // As for totals: of what was booked lately, the organisations whose accounts it moved are summed whole.
    kind: 'WRONG_WITHHELD', description: 'the ledger holds for organisations what was withheld for them and not paid over',
    sql: (recent) => {
      const moved = recent ? `where exists (select from transactions.posting p join transactions.account m on m.id = p.account_id
        where p.transaction_id >= $1::uuid and m.purpose = 'DEDUCTED' and m.programme_id = k.programme_id and m.organisation_id = k.organisation_id)` : '';
      return `select 'organisation ' || k.organisation_id || ' in programme ' || k.programme_id as place, 'holds ' || sum(k.held) || ', and ' || sum(k.kept) || ' ' || k.currency || ' was withheld and not paid over' as what
        from (
          select a.programme_id, t.funder_id, a.organisation_id, t.currency, t.credit - t.debit as held, 0 as kept from transactions.account a join transactions.account_total t on t.account_id = a.id where a.purpose = 'DEDUCTED'
          union all select r.programme_id, r.funder_id, o.organisation_id, d.currency, 0, d.amount
          from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id join transactions.payment_instruction i on i.id = d.instruction_id and i.state in ('PENDING', 'SENT', 'PAID') join transactions.payment_run r on r.id = i.run_id
          union all select p.programme_id, p.funder_id, p.organisation_id, p.currency, 0, -p.amount from transactions.deduction_payment p where p.state = 'PAID') k ${moved}
        group by k.programme_id, k.funder_id, k.organisation_id, k.currency having sum(k.held) <> sum(k.kept) ${MOST}`;
    },
  },
  {
    kind: 'WRONG_ORGANISATION_PAYMENT', description: 'what runs paid organisations left the funds, and nothing of what is on its way or came back',
    sql: (recent) => `select 'payment ' || o.reference as place, 'is ' || o.state || ', and ' || b.paid || ' ' || o.currency || ' left the funds' as what
      from transactions.organisation_payment o cross join lateral (
        select coalesce(-sum(p.amount), 0) as paid from transactions.transaction t join transactions.posting p on p.transaction_id = t.id join transactions.account a on a.id = p.account_id and a.purpose = 'FUNDS' where t.bank_reference = o.reference) b
      where b.paid <> case o.state when 'PAID' then o.amount else 0 end${recent ? ' and o.reference in (select t.bank_reference from transactions.transaction t where t.id >= $1::uuid)' : ''} ${MOST}`,
  },
];
