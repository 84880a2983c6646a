import { v7 as uuidv7 } from 'uuid';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookPairs, type Booking } from '../book.js';
import type { DraftRun } from '../runs/draft-run.js';
import { programmeAccounts } from '../programme-accounts.js';

/** What was kept back of instructions, as pairs to book. */
function pairs(programmeId: string, accounts: { readonly debit: Sql; readonly credit: Sql }, which: Sql): Sql {
  return sql`
    select ${accounts.debit} as debit_id, ${accounts.credit} as credit_id, i.deducted as amount, i.currency, ${programmeId}::uuid as programme_id,
      i.place_id, i.payee_id as party_id, i.entitlement_id, i.id as instruction_id
    from transactions.payment_instruction i where i.deducted > 0 and ${which}`;
}

/** What of a run is kept back settles what is owed (debit payable, or returned) and what is owed back (credit receivable). */
export async function bookOffsets(ctx: TxContext, run: DraftRun): Promise<void> {
  const id = uuidv7();
  const { rowCount } = await beyondScope(ctx, () => ask(ctx, sql`
    insert into transactions.recovery (id, overpayment_id, kind, amount, currency, recovered_on, booked_by, transaction_id, plan_id, instruction_id, period_from)
    select kernel.uuid7(), p.overpayment_id, 'OFFSET', i.deducted, i.currency, ${ctx.today}::date, ${ctx.actor.id}::text, ${id}::uuid, p.id, i.id, e.period_from
    from transactions.payment_instruction i join transactions.recovery_plan p on p.id = i.recovery_plan_id join programmes.entitlement e on e.id = i.entitlement_id
    where i.run_id = ${run.id}::uuid`));
  if (rowCount === 0) return;
  const accounts = await programmeAccounts(ctx, { id: run.programmeId, currency: run.currency, funderId: run.funderId });
  const booking: Booking = { id, kind: 'OFFSET', reference: `run:${run.id}:offset`, description: 'Kept back for overpayments', paymentRunId: run.id, funderId: run.funderId };
  await bookPairs(ctx, booking, pairs(run.programmeId, { debit: owedOn(accounts), credit: sql`${accounts.RECEIVABLE}::uuid` }, sql`i.run_id = ${run.id}::uuid`));
}

/** Where what an instruction `i` pays is owed: paid again after a return, it is among what was returned. */
export function owedOn(accounts: { readonly RETURNED: string; readonly PAYABLE: string }): Sql {
  return sql`case when exists (select from transactions.payment_instruction r where r.entitlement_id = i.entitlement_id and r.state = 'RETURNED') then ${accounts.RETURNED}::uuid else ${accounts.PAYABLE}::uuid end`;
}

/**
 * Gives back what was kept back of payments that were not made: it is owed again, and owed back again.
 *
 * @param given which instructions `i`, and whether their payment came back rather than that it was cancelled
 */
export async function giveBackOffsets(ctx: TxContext, run: DraftRun, given: { readonly reference: string; readonly returned: boolean; readonly which: Sql }): Promise<void> {
  const accounts = await programmeAccounts(ctx, { id: run.programmeId, currency: run.currency, funderId: run.funderId });
  const booking: Booking = { kind: given.returned ? 'OFFSET_RETURNED' : 'OFFSET_CANCELLED', reference: given.reference, description: 'Kept back, and given back since it was not paid', paymentRunId: run.id, funderId: run.funderId };
  const credit = given.returned ? sql`${accounts.RETURNED}::uuid` : owedOn(accounts);
  await bookPairs(ctx, booking, pairs(run.programmeId, { debit: sql`${accounts.RECEIVABLE}::uuid`, credit }, given.which));
}
