import { v7 as uuidv7 } from 'uuid';
import { sql, type Sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { bookPairs, type Booking } from '../../book.js';
import { programmeAccounts } from '../../programme-accounts.js';
import { owedOn } from '../../recoveries/book-offsets.js';
import type { DraftRun } from '../../runs/draft-run.js';

/** Deductions `d` of instructions `i`, as pairs to book; `owed` and `held` are the accounts of the payee's side and of the organisation. */
function pairs(run: DraftRun, debit: Sql, credit: Sql, which: Sql): Sql {
  return sql`
    select ${debit} as debit_id, ${credit} as credit_id, d.amount, d.currency, ${run.programmeId}::uuid as programme_id, i.place_id, i.payee_id as party_id, i.entitlement_id, i.id as instruction_id
    from transactions.payment_instruction i join transactions.deduction d on d.instruction_id = i.id join transactions.withholding_order o on o.id = d.order_id
    join transactions.account held on held.programme_id = ${run.programmeId}::uuid and held.purpose = 'DEDUCTED' and held.currency = d.currency and held.organisation_id = o.organisation_id and held.funder_id is null
    where i.withheld > 0 and ${which}`;
}

/** Opens the accounts of what is held for organisations that orders name, where they are missing. */
async function openAccounts(ctx: TxContext, run: DraftRun): Promise<void> {
  await ask(ctx, sql`
    insert into transactions.account (id, code, name, purpose, programme_id, currency, organisation_id)
    select kernel.uuid7(), concat_ws(':', p.code, 'DEDUCTED', g.code, ${run.currency}::text), p.name || ': Withheld for ' || g.name, 'DEDUCTED', p.id, ${run.currency}, g.id
    from programmes.programme p cross join people.organisation g where p.id = ${run.programmeId}::uuid and g.id in (
      select o.organisation_id from transactions.payment_instruction i cross join lateral jsonb_array_elements(i.withheld_by) by (said) join transactions.withholding_order o on o.id = (by.said ->> 0)::uuid
      where i.run_id = ${run.id}::uuid and i.withheld > 0)
    on conflict do nothing`);
}

/** What of a run goes to others settles what is owed (debit payable, or returned) and is owed to the organisations (credit). */
export async function bookDeductions(ctx: TxContext, run: DraftRun): Promise<void> {
  const id = uuidv7();
  const { rowCount } = await beyondScope(ctx, async () => {
    await openAccounts(ctx, run);
    return ask(ctx, sql`
      insert into transactions.deduction (id, order_id, instruction_id, amount, currency, transaction_id)
      select kernel.uuid7(), (by.said ->> 0)::uuid, i.id, (by.said ->> 1)::numeric, i.currency, ${id}::uuid
      from transactions.payment_instruction i cross join lateral jsonb_array_elements(i.withheld_by) by (said) where i.run_id = ${run.id}::uuid and i.withheld > 0`);
  });
  if (rowCount === 0) return;
  const accounts = await programmeAccounts(ctx, { id: run.programmeId, currency: run.currency, funderId: run.funderId });
  const booking: Booking = { id, kind: 'DEDUCTION', reference: `run:${run.id}:deductions`, description: 'Withheld for others', paymentRunId: run.id, funderId: run.funderId };
  await beyondScope(ctx, () => bookPairs(ctx, booking, pairs(run, owedOn(accounts), sql`held.id`, sql`i.run_id = ${run.id}::uuid`)));
}

/**
 * Gives back what was withheld of payments that were not made: it is owed to the payee again, and no longer to the organisation.
 *
 * @param given which instructions `i`, and whether their payment came back rather than that it was cancelled
 */
export async function giveBackDeductions(ctx: TxContext, run: DraftRun, given: { readonly reference: string; readonly returned: boolean; readonly which: Sql }): Promise<void> {
  const accounts = await programmeAccounts(ctx, { id: run.programmeId, currency: run.currency, funderId: run.funderId });
  const booking: Booking = { kind: given.returned ? 'DEDUCTION_RETURNED' : 'DEDUCTION_CANCELLED', reference: given.reference, description: 'Withheld for others, and given back since it was not paid', paymentRunId: run.id, funderId: run.funderId };
  await beyondScope(ctx, () => bookPairs(ctx, booking, pairs(run, sql`held.id`, given.returned ? sql`${accounts.RETURNED}::uuid` : owedOn(accounts), given.which)));
}
