import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { bookCameBack, bookPaidOver, type HeldPayment } from '../payees/deductions/paid-over/book-paid-over.js';
import { DEDUCTIONS } from '../payees/deductions/paid-over/under-way.js';
import { organisationPayables, type OrganisationPayable, type SettledPayable } from './organisation-payables.js';

const held = ({ id, programmeId, funderId, currency, reference }: SettledPayable): HeldPayment => ({ id, programmeId, funderId, currency, reference });

/** What was withheld for organisations, once its payment is approved. One that came back before it was booked as paid stays approved. */
const deductions: OrganisationPayable = {
  description: 'What was withheld for organisations, paid over to them',
  prefix: 'deduction_payment',
  due: (_ctx, { programmeId, funderId, currency }) => sql`
    select p.id, p.organisation_id, p.amount from transactions.deduction_payment p
    where p.programme_id = ${programmeId}::uuid and p.funder_id is not distinct from ${funderId}::uuid and p.currency = ${currency}::text and p.state = 'APPROVED'`,
  async hold(ctx, ids) {
    const { rows } = await ask(ctx, sql`select p.id from transactions.deduction_payment p where p.id = any (${ids}::uuid[]) and p.state = 'APPROVED' order by p.id for no key update`);
    return rows.length;
  },
  async paid(ctx: TxContext, payments) {
    for (const payment of payments) await bookPaidOver(ctx, held(payment), { on: payment.on, bankReference: payment.reference });
  },
  async returned(ctx, payments) {
    for (const payment of payments) if (payment.wasPaid) await bookCameBack(ctx, held(payment));
  },
};

export const deductionsPayable = organisationPayables.contribute(DEDUCTIONS, deductions);
