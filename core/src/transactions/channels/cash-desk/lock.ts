import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { inOrganisationsOf } from '../../../people/organisations/scope.js';
import { inPlacesOf, inProgrammesOf } from '../../../people/scope.js';
import { runsLocked } from '../../reconciliation/match-entries.js';
import type { LockedRun } from '../../runs/lock-run.js';
import type { OfDrawer } from './ledger.js';
import { cashOtherMoney, cashPaymentNotFound, cashSessionNotFound, cashSessionState } from './refusals.js';
import type { CashSessionState } from './session.js';

export interface Drawer extends OfDrawer {
  readonly id: string;
  readonly state: CashSessionState;
  readonly cashier: string;
  readonly desk: string;
  readonly place: string;
  readonly digits: number;
  readonly difference: string | null;
  /** What has to be in it. */
  readonly held: string;
}

/** A drawer of a desk at which the actor may work, locked until the transaction ends. */
export async function lockDrawer(ctx: TxContext, id: string, wanted: CashSessionState): Promise<Drawer> {
  const { rows: [drawer] } = await ask<Drawer>(ctx, sql`
    select s.id, s.state, s.cashier, s.programme_id as "programmeId", s.funder_id as "funderId", s.currency, s.difference::text, d.code as desk, d.place_id as place, c.minor_digits as digits,
      transactions.cash_in_drawer(s.id)::text as held
    from transactions.cash_session s join transactions.cash_desk d on d.id = s.desk_id join transactions.currency c on c.code = s.currency
    where s.id = ${id}::uuid and ${inPlacesOf(ctx, sql`d.place_id`)} and ${inOrganisationsOf(ctx, sql`d.organisation_id`)} and ${inProgrammesOf(ctx, sql`s.programme_id`)} for no key update of s`);
  if (!drawer) return refuse(cashSessionNotFound('sessionId'));
  if (drawer.state !== wanted) refuse(cashSessionState('sessionId', { state: drawer.state, wanted }));
  return drawer;
}

export interface OrderedPayment {
  readonly id: string;
  readonly run: LockedRun;
  readonly reference: string;
  readonly amount: string;
  readonly state: string;
  /** Name of who may fetch it: whoever receives it for the payee, else the payee. */
  readonly fetcher: string;
  /** Whether somebody receives it for the payee. */
  readonly arranged: boolean;
  readonly place: string | null;
  /** Null where it was not handed to desks. */
  readonly until: string | null;
}

/** A payment by its reference that the actor may pay (of what is paid as one, its first instruction says where), with its run locked: runs before drawers, as everywhere. */
export async function lockPayment(ctx: TxContext, reference: string, path: string): Promise<OrderedPayment> {
  const { rows: [seen] } = await ask<{ id: string; run: string }>(ctx, sql`
    select i.id, i.run_id as run from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
    where i.reference = ${reference} and i.reference = i.payment and ${inPlacesOf(ctx, sql`i.place_id`)} and ${inProgrammesOf(ctx, sql`r.programme_id`)}`);
  if (!seen) return refuse(cashPaymentNotFound(path));
  const [run] = await beyondScope(ctx, () => runsLocked(ctx, 'select $1::uuid', seen.run));
  const { rows: [payment] } = await ask<Omit<OrderedPayment, 'run'>>(ctx, sql`
    select i.id, i.reference, i.payment_amount::text as amount, i.state, coalesce(i.receiver_name, i.payee_name) as fetcher, i.receiver_id is not null as arranged, i.place_id as place, h.payable_until::text as until
    from transactions.payment_instruction i left join transactions.cash_order o on o.reference = i.reference left join transactions.cash_handover h on h.key = o.key where i.id = ${seen.id}::uuid`);
  if (!run || !payment) return refuse(cashPaymentNotFound(path));
  return { ...payment, run };
}

/** Money of two programmes or funders is never in one drawer. */
export function checkMoney({ run }: OrderedPayment, { programmeId, funderId, currency }: Drawer): void {
  if (run.programme_id !== programmeId || run.funder_id !== funderId || run.currency !== currency) refuse(cashOtherMoney('sessionId'));
}
