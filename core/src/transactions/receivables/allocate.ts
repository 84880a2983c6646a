import { v7 as uuidv7 } from 'uuid';
import { publish } from '../../kernel/events/publish.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookForPayers, receivableAccounts, type Collecting } from './accounts.js';
import { demandsSettled } from './events.js';

/** Makes whoever allocates for one of these payers wait until the transaction ends. */
export async function lockPayers(ctx: TxContext, payers: Sql): Promise<void> {
  await ask(ctx, sql`select from transactions.payer y where y.id in (${payers}) order by y.id for no key update`);
}

/**
 * What is still to be paid of the demands of some payers, part by part: `select payer_id, demand_id, due_on, number, amount`.
 * What is paid fills instalments in their order, and then interest and penalties.
 */
function owed(payers: Sql): Sql {
  return sql`
    select part.payer_id, part.demand_id, part.due_on, part.number, least(part.amount, greatest(0, part.upto - part.settled)) as amount
    from (
      select d.payer_id, d.id as demand_id, i.due_on, i.number, i.amount, sum(i.amount) over (partition by d.id order by i.number) as upto, d.allocated + d.written_off as settled
      from transactions.demand d join transactions.demand_instalment i on i.demand_id = d.id where d.payer_id in (${payers}) and d.state in ('ISSUED', 'PART_PAID')
      union all
      select d.payer_id, d.id, d.due_on, 2147483647, d.charged, d.amount + d.charged, d.allocated + d.written_off
      from transactions.demand d where d.payer_id in (${payers}) and d.state in ('ISSUED', 'PART_PAID') and d.charged > 0) part
    where part.upto > part.settled`;
}

/**
 * Settles the demands of some payers of a programme by what they have on account, set-wise: the receipts that came first settle
 * what was due first. Both lie along a line as amounts one after the other; where a receipt and a part of a demand overlap, it settles that much.
 *
 * @param payers gives ids of payers of the programme; asked again once they are locked
 * @param first UUIDs of demands that are settled before all others, in this order
 * @returns how many allocations were made
 */
export async function allocate(ctx: TxContext, programme: Collecting, payers: Sql, first: readonly string[] = []): Promise<number> {
  await lockPayers(ctx, payers);
  return allocatePairs(ctx, programme, 'Settled by what is on account', sql`
    with receipt as (
      select r.payer_id, r.id, r.amount - r.allocated - r.refunded as amount, sum(r.amount - r.allocated - r.refunded) over (partition by r.payer_id order by r.received_on, r.id) as upto
      from transactions.receipt r where r.payer_id in (${payers}) and r.state = 'RECEIVED' and r.amount > r.allocated + r.refunded),
    part as (
      select o.*, sum(o.amount) over (partition by o.payer_id order by array_position(${first}::uuid[], o.demand_id), o.due_on, o.demand_id, o.number) as upto from (${owed(payers)}) o)
    select r.payer_id, r.id as receipt_id, p.demand_id, sum(least(r.upto, p.upto) - greatest(r.upto - r.amount, p.upto - p.amount)) as amount
    from receipt r join part p on p.payer_id = r.payer_id and r.upto > p.upto - p.amount and p.upto > r.upto - r.amount
    group by r.payer_id, r.id, p.demand_id`);
}

/** Settles demands by receipts and books it. @param pairs a query with the columns payer_id, receipt_id, demand_id, amount */
export async function allocatePairs(ctx: TxContext, programme: Collecting, description: string, pairs: Sql): Promise<number> {
  const id = uuidv7();
  const { rowCount } = await ask(ctx, sql`
    insert into transactions.receipt_allocation (payer_id, receipt_id, demand_id, amount, currency, allocated_on, allocated_by, transaction_id)
    select pair.payer_id, pair.receipt_id, pair.demand_id, pair.amount, ${programme.currency}::text, ${ctx.today}::date, ${ctx.actor.id}::text, ${id}::uuid from (${pairs}) pair`);
  if (!rowCount) return 0;
  const accounts = await receivableAccounts(ctx, programme);
  await bookForPayers(ctx, programme, { id, kind: 'RECEIPT_ALLOCATED', reference: `allocation:${id}`, description }, sql`
    select a.payer_id, ${accounts.PAYER_CREDIT}::uuid as debit_id, ${accounts.DEMANDS}::uuid as credit_id, a.amount from transactions.receipt_allocation a where a.transaction_id = ${id}::uuid`);
  await publishSettled(ctx, id);
  return rowCount;
}

const AT_ONCE = 1_000;

async function publishSettled(ctx: TxContext, transaction: string): Promise<void> {
  const { rows } = await ask<{ ids: string[] }>(ctx, sql`
    select array_agg(n.id order by n.id) as ids from (
      select d.id, row_number() over (order by d.id) as number from transactions.demand d
      where d.state = 'SETTLED' and d.id in (select a.demand_id from transactions.receipt_allocation a where a.transaction_id = ${transaction}::uuid)) n
    group by (n.number - 1) / ${AT_ONCE}::int`);
  for (const { ids } of rows) await publish(ctx, demandsSettled, { ids });
}

/** Takes allocations back and books that: what they settled is open again, and what settled it is on account. @param which a condition on `a`, an allocation */
export async function takeBackAllocations(ctx: TxContext, programme: Collecting, description: string, which: Sql): Promise<number> {
  const id = uuidv7();
  const { rowCount } = await ask(ctx, sql`
    insert into transactions.receipt_allocation (payer_id, receipt_id, demand_id, amount, currency, allocated_on, allocated_by, undoes_id, transaction_id)
    select a.payer_id, a.receipt_id, a.demand_id, -a.amount, a.currency, ${ctx.today}::date, ${ctx.actor.id}::text, a.id, ${id}::uuid
    from transactions.receipt_allocation a
    where ${which} and a.undoes_id is null and not exists (select from transactions.receipt_allocation u where u.undoes_id = a.id)`);
  if (!rowCount) return 0;
  const accounts = await receivableAccounts(ctx, programme);
  await bookForPayers(ctx, programme, { id, kind: 'ALLOCATION_TAKEN_BACK', reference: `allocation:${id}`, description }, sql`
    select a.payer_id, ${accounts.DEMANDS}::uuid as debit_id, ${accounts.PAYER_CREDIT}::uuid as credit_id, -a.amount as amount from transactions.receipt_allocation a where a.transaction_id = ${id}::uuid`);
  return rowCount;
}
