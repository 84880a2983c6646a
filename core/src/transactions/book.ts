import { v7 as uuidv7 } from 'uuid';
import { sql, type Sql } from '../kernel/read/sql.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { ask } from '../kernel/write/ask.js';

/** What a transaction says about itself. */
export interface Booking {
  /** Upper case, such as `ACCRUAL`. */
  readonly kind: string;
  /** Names what is booked: booking the same twice breaks `transaction_reference_key`. */
  readonly reference: string;
  readonly description: string;
  /** The day of the context where left out. */
  readonly occurredOn?: string;
  /** UUID of the payment run that it is part of. */
  readonly paymentRunId?: string;
  /** UUID of the organisation that funds it. */
  readonly funderId?: string | null;
  /** Whether the rows also say which payer each concerns, as `payer_id`. */
  readonly ofPayers?: boolean;
  /** UUID given beforehand, where other rows have to name the transaction. */
  readonly id?: string;
  /** What names it to the bank: an entry of a statement that names the same, of the same amount, is this booking. */
  readonly bankReference?: string;
}

/**
 * Books one transaction from a query, set-wise: each row moves its amount from an account to another.
 *
 * @param pairs a query with the columns debit_id, credit_id, amount, currency, programme_id, place_id, party_id, entitlement_id, instruction_id
 * @returns how many rows were booked; with none, no transaction is written
 */
export async function bookPairs(ctx: TxContext, booking: Booking, pairs: Sql): Promise<number> {
  const id = booking.id ?? uuidv7();
  const day = booking.occurredOn ?? ctx.today;
  const { rowCount } = await ask(ctx, sql`
    with pair as materialized (${pairs}),
    head as (
      insert into transactions.transaction (id, kind, occurred_on, description, reference, payment_run_id, booked_by, bank_reference)
      select ${id}::uuid, ${booking.kind}, ${day}::date, ${booking.description}, ${booking.reference}, ${booking.paymentRunId ?? null}::uuid, ${ctx.actor.id}, ${booking.bankReference ?? null}
      where exists (select from pair))
    insert into transactions.posting
      (id, transaction_id, occurred_on, account_id, amount, currency, programme_id, place_id, party_id, entitlement_id, instruction_id, funder_id, period_from, payer_id)
    select kernel.uuid7(), ${id}::uuid, ${day}::date, side.account_id, side.amount, pair.currency,
      pair.programme_id, pair.place_id, pair.party_id, pair.entitlement_id, pair.instruction_id, ${booking.funderId ?? null}::uuid, its.period_from, ${booking.ofPayers ? sql`pair.payer_id` : sql`null::uuid`}
    from pair left join programmes.entitlement its on its.id = pair.entitlement_id cross join lateral (values (pair.debit_id, pair.amount), (pair.credit_id, -pair.amount)) side(account_id, amount)`);
  return (rowCount ?? 0) / 2;
}
