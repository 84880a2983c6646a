import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { bookRefundPaid, bookRefundReturned } from '../receivables/book-refund.js';
import { REFUNDS } from '../receivables/refund-name.js';
import { organisationPayables, type OrganisationPayable, type SettledPayable } from './organisation-payables.js';

const moved = ({ id, programmeId, currency, reference }: SettledPayable) => ({ id, programme: { id: programmeId, currency }, bankReference: reference });

/** What payers that are organisations, such as employers, are given back, once a second person approved it. Nobody in particular funds it. */
const refunds: OrganisationPayable = {
  description: 'What payers that are organisations are given back of receipts',
  prefix: 'receipt_refund',
  due: (_ctx, { programmeId, funderId, currency }) => sql`
    select f.id, y.organisation_id, f.amount from transactions.receipt_refund f join transactions.payer y on y.id = f.payer_id
    where y.programme_id = ${programmeId}::uuid and y.organisation_id is not null and ${funderId}::uuid is null and f.currency = ${currency}::text and f.state = 'APPROVED'`,
  async hold(ctx, ids) {
    // Payers first, as whoever acts on a refund of theirs does.
    await ask(ctx, sql`select from transactions.payer y where y.id in (select f.payer_id from transactions.receipt_refund f where f.id = any (${ids}::uuid[])) order by y.id for no key update`);
    const { rows } = await ask(ctx, sql`select f.id from transactions.receipt_refund f where f.id = any (${ids}::uuid[]) and f.state = 'APPROVED' order by f.id for no key update`);
    return rows.length;
  },
  async paid(ctx, payments) {
    for (const payment of payments) await bookRefundPaid(ctx, moved(payment), { paidOn: payment.on, reference: `refund:${payment.id}:paid:${payment.reference}` });
  },
  async returned(ctx, payments) {
    for (const payment of payments) if (payment.wasPaid) await bookRefundReturned(ctx, moved(payment));
  },
};

export const refundsPayable = organisationPayables.contribute(REFUNDS, refunds);
