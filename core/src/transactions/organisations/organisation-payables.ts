import type { Context } from '../../kernel/context.js';
import { extensionPoint } from '../../kernel/module/extension-point.js';
import type { Sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/** Of which programme, funder and currency something is owed. UUIDs. */
export interface PayableOf {
  readonly programmeId: string;
  /** Null for what nobody in particular funds. */
  readonly funderId: string | null;
  /** ISO 4217. */
  readonly currency: string;
}

/** A payment to an organisation that was settled. Ids are UUIDs. */
export interface SettledPayable extends PayableOf {
  /** The source's row. */
  readonly id: string;
  readonly organisationId: string;
  /** Exact, in the currency's main unit. */
  readonly amount: string;
  /** What names the payment to the bank: give it to what is booked as `bankReference`, so that the entry of a statement is matched with it. */
  readonly reference: string;
  /** The day on which it left the account or came back, by what tells of it; `YYYY-MM-DD`. */
  readonly on: string;
}

/** A payment that came back. */
export interface ReturnedPayable extends SettledPayable {
  /** Whether it was booked as paid before; else it never left the account, and nothing of it was booked. */
  readonly wasPaid: boolean;
  /** A code or words of the channel, of the bank, or of whoever recorded it. */
  readonly reason: string;
}

/**
 * Something of a module's that is owed to organisations and sent by payment runs to them, each row once: remittances, what is paid over …
 * A run is made of what `due` gives; what was settled is told in the transaction in which it is known, where the module books it.
 * What is on its way still counts as owed: its ledger is booked when it is paid.
 */
export interface OrganisationPayable {
  /** What it is, for people. */
  readonly description: string;
  /** Prefix of the ids of its rows, such as `remittance`. */
  readonly prefix: string;
  /**
   * What could be paid today: a query with the columns `id uuid, organisation_id uuid, amount numeric` (more than zero, in the currency's minor
   * unit), approved by whom that takes. Not what a payment is on its way of: that is left out by the caller.
   */
  due(ctx: Context, of: PayableOf): Sql;
  /**
   * Holds rows until the transaction ends, in the order of their ids, where they are still due: so that nobody pays them by hand meanwhile.
   *
   * @returns how many of them are
   */
  hold(ctx: TxContext, ids: readonly string[]): Promise<number>;
  /** They were paid. */
  paid(ctx: TxContext, payments: readonly SettledPayable[]): Promise<void>;
  /** They came back: they are due again. */
  returned(ctx: TxContext, payments: readonly ReturnedPayable[]): Promise<void>;
}

/**
 * What is owed to organisations. A module contributes to it with `organisationPayables.contribute('<module>.<what>', …)`, and where its own
 * mutations pay, give up or take back such a row, it asks `refuseUnderWay` and `returnedByHand` first.
 */
export const organisationPayables = extensionPoint<OrganisationPayable>('transactions.organisation-payables', 'many', 'What is owed to organisations and sent to them by payment runs');
