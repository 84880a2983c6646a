import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/** What does not add up of a payer. */
export interface PayerDifference {
  /** UUID of the payer. */
  readonly payer: string;
  /** `DEMANDS`, `PAYER_CREDIT`: the ledger says something else than the rows. `DEMAND_SUMS`, `RECEIPT_SUMS`: a row says something else than what it sums. */
  readonly what: string;
  readonly rows: string;
  readonly ledger: string;
}

/**
 * What does not add up of payers: demanded + charged = settled + written off + outstanding, came in = settled + given back + held, and
 * both as the ledger has them. Nothing, always.
 *
 * @param payers gives the ids of those that are looked at
 */
export async function provePayers(ctx: TxContext, payers: Sql): Promise<readonly PayerDifference[]> {
  const { rows } = await beyondScope(ctx, () => ask<PayerDifference>(ctx, sql`
    with mine as materialized (${payers}),
    demand as (
      select d.payer_id, sum(case when d.cancelled_on is null then d.amount + d.charged - d.allocated - d.written_off else 0 end) as open,
        sum(d.charged) as charged, sum(d.allocated) as allocated, sum(d.written_off) as written_off
      from transactions.demand d where d.payer_id in (select * from mine) group by 1),
    receipt as (
      select r.payer_id, sum(case when r.state = 'RECEIVED' then r.amount - r.allocated - r.refunded else 0 end) as held, sum(r.allocated) as allocated, sum(r.refunded) as refunded
      from transactions.receipt r where r.payer_id in (select * from mine) group by 1),
    summed as (
      select m.id as payer_id, (select coalesce(sum(c.amount), 0) from transactions.demand_charge c where c.payer_id = m.id) as charged,
        (select coalesce(sum(a.amount), 0) from transactions.receipt_allocation a where a.payer_id = m.id) as allocated,
        (select coalesce(sum(w.amount), 0) from transactions.demand_write_off w where w.payer_id = m.id) as written_off,
        (select coalesce(sum(f.amount), 0) from transactions.receipt_refund f where f.payer_id = m.id and f.state <> 'REJECTED') as refunded,
        (select coalesce(sum(f.amount), 0) from transactions.receipt_refund f where f.payer_id = m.id and f.state = 'REQUESTED') as asked
      from mine m),
    posted as (
      select p.payer_id, coalesce(sum(p.amount) filter (where a.purpose = 'DEMANDS'), 0) as demands, coalesce(-sum(p.amount) filter (where a.purpose = 'PAYER_CREDIT'), 0) as credit
      from transactions.posting p join transactions.account a on a.id = p.account_id where p.payer_id in (select * from mine) group by 1)
    select s.payer_id as payer, wrong.what, wrong.rows::text, wrong.ledger::text
    from summed s left join demand d using (payer_id) left join receipt r using (payer_id) left join posted p using (payer_id)
    cross join lateral (values
      ('DEMANDS', coalesce(d.open, 0), coalesce(p.demands, 0)), ('PAYER_CREDIT', coalesce(r.held, 0) + s.asked, coalesce(p.credit, 0)),
      ('DEMAND_SUMS', coalesce(d.charged - d.allocated - d.written_off, 0), s.charged - s.allocated - s.written_off), ('RECEIPT_SUMS', coalesce(r.allocated + r.refunded, 0), s.allocated + s.refunded)) wrong(what, rows, ledger)
    where wrong.rows <> wrong.ledger`));
  return rows;
}
