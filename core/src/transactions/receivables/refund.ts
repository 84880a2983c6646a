import { Decimal as DecimalJs } from 'decimal.js';
import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { refuseUnderWay } from '../organisations/settle.js';
import { booksClosed } from '../refusals.js';
import { bookForPayers, receivableAccounts } from './accounts.js';
import { bookRefundPaid } from './book-refund.js';
import { refundMoved } from './events.js';
import { lockReceipt, lockRefund } from './lock.js';
import { Receipt, ReceiptState } from './receipt.js';
import { ReceiptRefund, ReceiptRefundState } from './receipt-refund.js';
import { REFUNDS } from './refund-name.js';
import { paidInFuture, receiptAmount, refundSecondPerson, refundTooMuch } from './refusals.js';

const Exact = DecimalJs.clone({ precision: 100 });

@InputType({ description: 'What is to be given back.' })
export class ReceiptRefundRequestInput extends MoneyInput {
  @Ref(() => Receipt, { description: 'Of which receipt.' })
  receiptId!: string;

  @Field(() => Decimal, { description: 'How much of what is held of it.' })
  amount!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@InputType({ description: 'A refund that is decided on.' })
export class ReceiptRefundDecideInput extends MoneyInput {
  @Ref(() => ReceiptRefund, { description: 'The refund.' })
  refundId!: string;
}

@InputType({ description: 'A refund that was paid.' })
export class ReceiptRefundPayInput extends MoneyInput {
  @Ref(() => ReceiptRefund, { description: 'The refund.' })
  refundId!: string;

  @Field(() => LocalDate, { description: 'Day on which it was paid.' })
  paidOn!: string;

  @Field(() => String, { description: 'What names the payment to the bank.' })
  @MinLength(1)
  @MaxLength(100)
  paidReference!: string;
}

@ObjectType({ description: 'Answer of mutations about refunds.' })
export class ReceiptRefundPayload extends Payload {
  @Field(() => ReceiptRefund, { nullable: true, description: 'The refund as it stands now.' })
  refund?: { readonly id: string };
}

async function moved(tx: TxContext, id: string, state: ReceiptRefundState): Promise<{ refund: { id: string } }> {
  await publish(tx, refundMoved, { id, state });
  return { refund: { id } };
}

const constraints = { receipt_no_more_than_came: refundTooMuch('amount'), receipt_refund_second_person: refundSecondPerson('refundId') };

@Resolver()
export class RefundReceipt {
  @Mutation(() => ReceiptRefundPayload, { description: 'Asks for what is held of a receipt to be given back. Another person decides; meanwhile it settles nothing.' })
  @Requires('transactions.refunds.request')
  receiptRefundRequest(@Arg('input', () => ReceiptRefundRequestInput, { description: 'How much of which receipt, and why.' }) input: ReceiptRefundRequestInput, @Ctx() ctx: Context): Promise<ReceiptRefundPayload> {
    return write<ReceiptRefundPayload, ReceiptRefundRequestInput>(ctx, { operation: 'receiptRefundRequest', input, constraints }, async (tx, { receiptId, amount, reason }) => {
      const { payer, currency, digits } = await lockReceipt(tx, receiptId, [ReceiptState.RECEIVED]);
      const exact = new Exact(amount);
      if (exact.lte(0) || exact.decimalPlaces() > digits) refuse(receiptAmount('amount', { amount, currency, digits }));
      const id = uuidv7();
      await tx.tx.query('insert into transactions.receipt_refund (id, receipt_id, payer_id, amount, currency, reason, requested_by) values ($1, $2, $3, $4, $5, $6, $7)', [
        id, receiptId, payer, exact.toFixed(digits), currency, reason, tx.actor.id,
      ]);
      return moved(tx, id, ReceiptRefundState.REQUESTED);
    });
  }

  @Mutation(() => ReceiptRefundPayload, { description: 'Approves a refund that somebody else asked for: it is owed to the payer from now on.' })
  @Requires('transactions.refunds.decide')
  receiptRefundApprove(@Arg('input', () => ReceiptRefundDecideInput, { description: 'Which refund.' }) input: ReceiptRefundDecideInput, @Ctx() ctx: Context): Promise<ReceiptRefundPayload> {
    return write<ReceiptRefundPayload, ReceiptRefundDecideInput>(ctx, { operation: 'receiptRefundApprove', input, constraints }, async (tx, { refundId }) => {
      const { programme } = await decide(tx, refundId, ReceiptRefundState.APPROVED);
      const accounts = await receivableAccounts(tx, programme);
      await bookForPayers(tx, programme, { kind: 'REFUND_APPROVED', reference: `refund:${refundId}:approved`, description: 'To be given back' }, sql`
        select f.payer_id, ${accounts.PAYER_CREDIT}::uuid as debit_id, ${accounts.REFUND_PAYABLE}::uuid as credit_id, f.amount from transactions.receipt_refund f where f.id = ${refundId}::uuid`);
      return moved(tx, refundId, ReceiptRefundState.APPROVED);
    });
  }

  @Mutation(() => ReceiptRefundPayload, { description: 'Rejects a refund that somebody else asked for: it is held on account again.' })
  @Requires('transactions.refunds.decide')
  receiptRefundReject(@Arg('input', () => ReceiptRefundDecideInput, { description: 'Which refund.' }) input: ReceiptRefundDecideInput, @Ctx() ctx: Context): Promise<ReceiptRefundPayload> {
    return write<ReceiptRefundPayload, ReceiptRefundDecideInput>(ctx, { operation: 'receiptRefundReject', input, constraints }, async (tx, { refundId }) => {
      await decide(tx, refundId, ReceiptRefundState.REJECTED);
      return moved(tx, refundId, ReceiptRefundState.REJECTED);
    });
  }

  @Mutation(() => ReceiptRefundPayload, { description: 'Books that an approved refund was paid otherwise than by a payment run to organisations. The entry of a bank statement that names its `paidReference`, of the same amount, is this payment.' })
  @Requires('transactions.refunds.pay')
  receiptRefundPay(@Arg('input', () => ReceiptRefundPayInput, { description: 'Which refund, when and how.' }) input: ReceiptRefundPayInput, @Ctx() ctx: Context): Promise<ReceiptRefundPayload> {
    return write<ReceiptRefundPayload, ReceiptRefundPayInput>(ctx, { operation: 'receiptRefundPay', input, constraints: { posting_period_open: booksClosed('paidOn') } }, async (tx, { refundId, paidOn, paidReference }) => {
      if (paidOn > tx.today) refuse(paidInFuture('paidOn', { today: tx.today }));
      const { programme } = await lockRefund(tx, refundId, [ReceiptRefundState.APPROVED]);
      await refuseUnderWay(tx, { source: REFUNDS, id: refundId, path: 'refundId' });
      await bookRefundPaid(tx, { id: refundId, programme, bankReference: paidReference }, { paidOn, occurredOn: paidOn, reference: `refund:${refundId}:paid` });
      return { refund: { id: refundId } };
    });
  }
}

async function decide(tx: TxContext, id: string, state: ReceiptRefundState): Promise<Awaited<ReturnType<typeof lockRefund>>> {
  const refund = await lockRefund(tx, id, [ReceiptRefundState.REQUESTED]);
  if (refund.requested_by === tx.actor.id) refuse(refundSecondPerson('refundId'));
  await tx.tx.query('update transactions.receipt_refund set state = $2, decided_by = $3, decided_on = $4 where id = $1', [id, state, tx.actor.id, tx.today]);
  return refund;
}
