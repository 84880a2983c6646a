import { sql, type Sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import type { TxContext } from '../kernel/write/transaction.js';

/**
 * Writes what is owed, set-wise. One entitlement stands for each enrolment, kind and period, whoever writes: those that
 * exist are passed over, so doing it again changes nothing.
 *
 * @param rows a query with the columns enrolment_id, payee_id, kind, period_from, period_to, due_on, amount, reason, facts, basis
 * @returns how many were written
 */
export async function determineEntitlements(ctx: TxContext, rows: Sql): Promise<number> {
  const { rowCount } = await ask(ctx, sql`
    insert into programmes.entitlement
      (id, programme_id, enrolment_id, payee_id, place_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis)
    select kernel.uuid7(), e.programme_id, e.id, r.payee_id, e.place_id, r.kind, r.period_from, r.period_to, r.due_on, r.amount, p.currency, r.reason, r.facts, r.basis
    from (${rows}) r join programmes.enrolment e on e.id = r.enrolment_id join programmes.programme p on p.id = e.programme_id
    on conflict do nothing`);
  return rowCount ?? 0;
}
