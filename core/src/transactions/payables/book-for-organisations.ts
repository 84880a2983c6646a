import { v7 as uuidv7 } from 'uuid';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookPairs, type Booking } from '../book.js';
import { accountsFor } from '../programme-accounts.js';
import { matchBooking } from '../reconciliation/match-bookings.js';

const PURPOSES = { SERVICES_EXPENSE: 'Services of organisations', FUNDS: 'Funds paid out of' } as const;
const PAYABLE = 'ORGANISATION_PAYABLE';

/** What moves between a programme and organisations that give services for it. */
export enum PayableMove {
  /** It comes to be owed: debit expense, credit what is owed to the organisation. */
  OWED = 'OWED',
  /** It is paid: debit what is owed to the organisation, credit funds. */
  PAID = 'PAID',
  /** A payment came back: debit funds, credit what is owed to the organisation. */
  RETURNED = 'RETURNED',
}

/**
 * Books what a programme owes to organisations such as health facilities and schools, and what is paid of it, set-wise, as one transaction. Each
 * organisation has an account of its own of what it is owed (purpose `ORGANISATION_PAYABLE`), which is opened where it is missing.
 *
 * @param programme with the currency in which it owes
 * @param booking its reference books the same once: `transaction_reference_key`; with a `bankReference`, the statement of a bank that shows it is matched with it
 * @param moves a query with the columns `organisation_id uuid, place_id uuid, amount numeric` (more than zero); asked twice, and has to give the same
 * @returns how many rows were booked; with none, no transaction is written
 */
export async function bookForOrganisations(
  ctx: TxContext, programme: { readonly id: string; readonly currency: string }, booking: Pick<Booking, 'reference' | 'description' | 'id' | 'occurredOn' | 'bankReference'>, move: PayableMove, moves: Sql,
): Promise<number> {
  const id = booking.id ?? uuidv7();
  return beyondScope(ctx, async () => {
    const { SERVICES_EXPENSE, FUNDS } = await accountsFor(ctx, programme, PURPOSES);
    await ask(ctx, sql`
      insert into transactions.account (id, code, name, purpose, programme_id, currency, organisation_id)
      select kernel.uuid7(), concat_ws(':', p.code, ${PAYABLE}::text, o.code, ${programme.currency}::text), p.name || ': Owed to ' || o.name, ${PAYABLE}, p.id, ${programme.currency}, o.id
      from programmes.programme p cross join (select distinct m.organisation_id from (${moves}) m) owed join people.organisation o on o.id = owed.organisation_id
      where p.id = ${programme.id}::uuid on conflict do nothing`);
    const other = move === PayableMove.OWED ? SERVICES_EXPENSE : FUNDS;
    const [debit, credit] = move === PayableMove.PAID ? [sql`its.id`, sql`${other}::uuid`] : [sql`${other}::uuid`, sql`its.id`];
    const booked = await bookPairs(ctx, { ...booking, id, kind: `ORGANISATION_${move}` }, sql`
      select ${debit} as debit_id, ${credit} as credit_id, m.amount, ${programme.currency}::text as currency, ${programme.id}::uuid as programme_id, m.place_id, null::uuid as party_id, null::uuid as entitlement_id, null::uuid as instruction_id
      from (${moves}) m join transactions.account its on its.organisation_id = m.organisation_id and its.programme_id = ${programme.id}::uuid and its.purpose = ${PAYABLE} and its.currency = ${programme.currency} and its.funder_id is null`);
    if (booking.bankReference) await matchBooking(ctx, id);
    return booked;
  });
}
