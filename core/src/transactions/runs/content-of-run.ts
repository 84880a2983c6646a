import type { Context } from '../../kernel/context.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { paysOrganisations } from '../organisations/pays-organisations.js';
import { paymentsOfBatch } from '../payees/batch-payments.js';
import type { ChannelPayment } from '../payment-channel.js';
import { bookSent, bookSettled, type Settled } from './book-payments.js';
import { takeOut } from './holds/take-out.js';
import { BATCH_OF, inBatch } from './in-batch.js';
import type { LockedRun } from './lock-run.js';

interface BatchOfRun {
  readonly number: number;
  readonly key: string;
}

/** What a run pays and how it is booked: all else of sending and answering is the same whoever is paid. */
export interface RunContent {
  /** Its payments as channels know them, each once, to select from: with the columns `id, run_id, reference, amount, currency, state`. */
  readonly table: string;
  /** SQL of the number of the batch in which a payment `i` is. */
  readonly batchOf: string;
  /** The payments of a batch that are still to be handed over, in the order of their references, with the numbers of accounts opened. */
  payments(ctx: Context, runId: string, number: number): Promise<readonly (ChannelPayment & { readonly id: string })[]>;
  /** Takes out of a batch, before it is handed over for the first time, what must not go. */
  takeOut(ctx: TxContext, run: LockedRun, batch: BatchOfRun): Promise<void>;
  /** The rest of a batch is with the channel. */
  sent(ctx: TxContext, run: LockedRun, batch: BatchOfRun): Promise<void>;
  /** Payments that are with the channel were paid or came back. @param by names the booking within the run */
  settled(ctx: TxContext, run: LockedRun, by: string, settled: readonly Settled[]): Promise<void>;
}

/** Of what is paid as one the first instruction, with the sum of all. */
const PAYMENTS = `(select own.id, own.run_id, own.reference, own.payment_amount as amount, own.currency, own.state, own.batch_number, own.moved_to
  from transactions.payment_instruction own where own.reference = own.payment)`;

const paysPersons: RunContent = {
  table: PAYMENTS, batchOf: BATCH_OF, payments: paymentsOfBatch, takeOut, settled: bookSettled,
  sent: (ctx, run, { number, key }) => bookSent(ctx, run, { reference: `sent:${number}`, description: `Sent as ${key}`, which: inBatch(run.id, number) }),
};

export const contentOf = ({ kind }: Pick<LockedRun, 'kind'>): RunContent => (kind === 'ORGANISATIONS' ? paysOrganisations : paysPersons);
