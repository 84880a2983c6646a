import { ask, bookForOrganisations, organisationPayables, PayableMove, sql, type OrganisationPayable, type SettledPayable, type TxContext } from '@kinga/plugin-sdk';

/** The name under which remittances are sent by payment runs to organisations. */
export const REMITTANCES = 'health-insurance.remittances';

/** How a remittance moves in the ledger: a query for `bookForOrganisations`. */
export const ofRemittance = (id: string) => sql`select f.organisation_id, o.place_id, m.amount from health_insurance.remittance m join health_insurance.facility f on f.id = m.facility_id join people.organisation o on o.id = f.organisation_id where m.id = ${id}::uuid`;

/** A remittance that is settled: how often it was paid before, and to which facility. */
interface Moved { readonly payments: number; readonly facility: string }

/** Writes that a remittance was paid on a day under a reference, and books it. What the database holds it to is the caller's to have looked at. */
export async function bookPaid(ctx: TxContext, { id, programmeId, currency, on, reference, occurredOn }: Pick<SettledPayable, 'id' | 'programmeId' | 'currency' | 'on' | 'reference'> & { readonly occurredOn?: string }): Promise<void> {
  const { payments, facility } = await moved(ctx, sql`update health_insurance.remittance m set state = 'PAID', paid_on = ${on}::date, paid_reference = ${reference}, paid_by = ${ctx.actor.id}, returned_because = null, payments = payments + 1`, id);
  await bookForOrganisations(ctx, { id: programmeId, currency }, { reference: `remittance:${id}:paid:${payments}`, description: `Paid to ${facility}, ${reference}`, bankReference: reference, ...(occurredOn && { occurredOn }) }, PayableMove.PAID, ofRemittance(id));
}

/** Writes that the payment of a remittance came back; where it was booked as paid, that is booked back under the reference that it had. */
export async function bookReturned(ctx: TxContext, { id, programmeId, currency, reason, paidReference }: Pick<SettledPayable, 'id' | 'programmeId' | 'currency'> & { readonly reason: string | null; readonly paidReference: string | null }): Promise<void> {
  const { payments, facility } = await moved(ctx, sql`update health_insurance.remittance m set state = 'RETURNED', paid_on = null, paid_reference = null, paid_by = null, returned_because = left(${reason}::text, 500)`, id);
  if (paidReference === null) return;
  await bookForOrganisations(ctx, { id: programmeId, currency }, { reference: `remittance:${id}:returned:${payments}`, description: `Came back from ${facility}`, bankReference: paidReference }, PayableMove.RETURNED, ofRemittance(id));
}

async function moved(ctx: TxContext, update: ReturnType<typeof sql>, id: string): Promise<Moved> {
  const { rows: [row] } = await ask<Moved & Record<string, unknown>>(ctx, sql`${update} from health_insurance.facility f join people.organisation o on o.id = f.organisation_id where m.id = ${id}::uuid and f.id = m.facility_id returning m.payments, o.name as facility`);
  if (!row) throw new Error(`there is no remittance ${id}`);
  return row;
}

/** Remittances of approved runs, which nobody in particular funds. */
const remittances: OrganisationPayable = {
  description: 'What health facilities are paid for claims',
  prefix: 'remittance',
  due: (_ctx, { programmeId, funderId, currency }) => sql`
    select m.id, f.organisation_id, m.amount from health_insurance.remittance m join health_insurance.remittance_run r on r.id = m.run_id join health_insurance.facility f on f.id = m.facility_id
    where m.programme_id = ${programmeId}::uuid and ${funderId}::uuid is null and m.currency = ${currency}::text and m.state in ('PENDING', 'RETURNED') and r.state = 'APPROVED'`,
  async hold(ctx, ids) {
    const { rows } = await ask(ctx, sql`select m.id from health_insurance.remittance m where m.id = any (${ids}::uuid[]) and m.state in ('PENDING', 'RETURNED') order by m.id for no key update`);
    return rows.length;
  },
  async paid(ctx, payments) {
    for (const payment of payments) await bookPaid(ctx, payment);
  },
  async returned(ctx, payments) {
    for (const { wasPaid, reference, ...payment } of payments) await bookReturned(ctx, { ...payment, paidReference: wasPaid ? reference : null });
  },
};

export const remittancesPayable = organisationPayables.contribute(REMITTANCES, remittances);
