import { Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { takeAnswer } from '../../runs/take-answer.js';
import { cashPaid } from './events.js';
import { moveCash } from './ledger.js';
import { checkMoney, lockDrawer, lockPayment, type Drawer, type OrderedPayment } from './lock.js';
import { CashCollector, CashPayout } from './payout.js';
import { printReceipt, signReceipt } from './receipt.js';
import { receiptKeys } from './keys.js';
import { cashNotCovered, cashNotPayable, cashOtherCollector, cashPaidAlready, cashPaymentNotFound, cashSessionNotFound, cashTooLate } from './refusals.js';
import { CashSession, CashSessionState } from './session.js';
import { deskSettings } from './settings-of.js';

@InputType({ description: 'A payment over the counter.' })
export class CashPayInput extends MoneyInput {
  @Ref(() => CashSession, { description: "The caller's own drawer, out of which it is paid." })
  sessionId!: string;

  @Field(() => String, { description: 'The reference of the payment, as it was told to whoever comes.' })
  @MinLength(1)
  @MaxLength(35)
  reference!: string;

  @Field(() => CashCollector, { description: 'Who came.' })
  collectedBy!: CashCollector;

  @Field(() => String, { description: 'What showed who they are: a code such as NATIONAL_ID or VOTER_CARD, in capital letters. No numbers of documents.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'identifiedBy must be 1 to 60 capital letters, digits and underscores' })
  identifiedBy!: string;
}

@ObjectType({ description: 'Answer of mutations on payments over the counter.' })
export class CashPayoutPayload extends Payload {
  @Field(() => CashPayout, { nullable: true, description: 'What was done.' })
  payout?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'The receipt as text, to be printed for whoever came.' })
  printed?: string;
}

const constraints = { cash_payout_once: cashPaidAlready('reference'), cash_payout_covered: cashNotCovered('sessionId'), cash_payout_cashier: cashSessionNotFound('sessionId') };

@Resolver()
export class PayCash {
  @Mutation(() => CashPayoutPayload, { description: 'Pays a payment over the counter, once, and gives a signed receipt. The payment is paid from then on.' })
  @Requires('transactions.cash.pay')
  cashPay(@Arg('input', () => CashPayInput, { description: 'Which payment, out of which drawer, to whom.' }) input: CashPayInput, @Ctx() ctx: Context): Promise<CashPayoutPayload> {
    return write<CashPayoutPayload, CashPayInput>(ctx, { operation: 'cashPay', input, constraints }, async (tx, given) => {
      const payment = await lockPayment(tx, given.reference, 'reference');
      const drawer = await lockDrawer(tx, given.sessionId, CashSessionState.OPEN);
      if (drawer.cashier !== tx.actor.id) refuse(cashSessionNotFound('sessionId'));
      checkMoney(payment, drawer);
      checkPayable(payment, tx.today);
      if ((given.collectedBy === CashCollector.RECEIVER) !== payment.arranged) refuse(cashOtherCollector('collectedBy', { who: payment.arranged ? CashCollector.RECEIVER : CashCollector.PAYEE }));
      const { id, receipt } = await payOut(tx, { payment, drawer }, given);
      await settle(tx, payment);
      await moveCash(tx, drawer, {
        kind: 'CASH_PAID', reference: `cash-payout:${id}`, description: 'Out of a drawer', debit: 'FUNDS', credit: 'CASH_AT_DESK', amount: payment.amount, place: sql`${drawer.place}::uuid`,
      });
      await publish(tx, cashPaid, { id, instruction: payment.id });
      return { payout: { id }, printed: printReceipt(receipt) };
    });
  }
}

function checkPayable({ state, until }: OrderedPayment, today: string): void {
  if (until === null) refuse(cashPaymentNotFound('reference'));
  if (state === 'PAID') refuse(cashPaidAlready('reference'));
  if (state !== 'SENT') refuse(cashNotPayable('reference', { state }));
  if (until < today) refuse(cashTooLate('reference', { until }));
}

async function payOut(tx: TxContext, { payment, drawer }: { readonly payment: OrderedPayment; readonly drawer: Drawer }, { collectedBy, identifiedBy }: CashPayInput): Promise<{ readonly id: string; readonly receipt: string }> {
  const { issuer, keysVariable } = deskSettings(tx, payment.run.channel);
  const keys = await receiptKeys(keysVariable);
  const { rows: [next] } = await tx.tx.query<{ number: string }>('select transactions.next_cash_receipt() as number');
  const number = next?.number ?? '';
  const { reference, amount, fetcher: payee } = payment;
  const receipt = await signReceipt(keys, {
    iss: issuer, jti: number, iat: Math.floor(tx.platform.now() / 1000), reference, amount, currency: drawer.currency, payee, collectedBy, desk: drawer.desk, paidOn: tx.today,
  });
  const id = uuidv7();
  await tx.tx.query(
    `insert into transactions.cash_payout (id, session_id, instruction_id, kind, amount, currency, done_on, done_by, collected_by, identified_by, receipt_number, key_id, receipt)
     values ($1, $2, $3, 'PAID', $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [id, drawer.id, payment.id, amount, drawer.currency, tx.today, tx.actor.id, collectedBy, identifiedBy, number, keys.signing.kid, receipt],
  );
  return { id, receipt };
}

/** It settles as any answer of a channel does. */
async function settle(tx: TxContext, { run, reference, amount }: OrderedPayment): Promise<void> {
  const lines = [{ line: 1, reference, amount, status: 'PAID' as const, reason: null }];
  const { paid } = await beyondScope(tx, () => takeAnswer(tx, run, { lines, unreadable: [] }, JSON.stringify(lines)));
  if (paid !== 1) throw new Error(`payment ${reference} was payable and was not settled`);
}
