import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { bookForPayers, receivableAccounts } from './accounts.js';
import { allocate, takeBackAllocations } from './allocate.js';
import { receiptReversed } from './events.js';
import { lockReceipt } from './lock.js';
import { Receipt, ReceiptState } from './receipt.js';
import { ReceiptPayload } from './receive-receipt.js';
import { receiptIsRefunded } from './refusals.js';

@InputType({ description: 'A receipt that did not come in after all.' })
export class ReceiptReverseInput extends MoneyInput {
  @Ref(() => Receipt, { description: 'The receipt.' })
  receiptId!: string;

  @Field(() => String, { description: 'Why, such as that the cheque bounced.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@Resolver()
export class ReverseReceipt {
  @Mutation(() => ReceiptPayload, { description: 'Reverses a receipt, such as when a cheque bounces: what it settled is open again, and is settled by what else the payer has on account.' })
  @Requires('transactions.receipts.reverse')
  receiptReverse(@Arg('input', () => ReceiptReverseInput, { description: 'Which receipt, and why.' }) input: ReceiptReverseInput, @Ctx() ctx: Context): Promise<ReceiptPayload> {
    return write<ReceiptPayload, ReceiptReverseInput>(ctx, { operation: 'receiptReverse', input }, async (tx, { receiptId, reason }) => {
      const receipt = await lockReceipt(tx, receiptId, [ReceiptState.RECEIVED, ReceiptState.UNMATCHED]);
      const { programme, payer } = receipt;
      if (receipt.refunded) refuse(receiptIsRefunded('receiptId'));
      await takeBackAllocations(tx, programme, 'The receipt was reversed', sql`a.receipt_id = ${receiptId}::uuid`);
      await tx.tx.query("update transactions.receipt set state = 'REVERSED', reversed_on = $2, reversed_reason = $3 where id = $1", [receiptId, tx.today, reason]);
      const accounts = await receivableAccounts(tx, programme);
      await bookForPayers(tx, programme, { kind: 'RECEIPT_REVERSED', reference: `receipt:${receiptId}:reversed`, description: 'Did not come in after all' }, sql`
        select r.payer_id, case when r.payer_id is null then ${accounts.UNMATCHED_RECEIPTS}::uuid else ${accounts.PAYER_CREDIT}::uuid end as debit_id, ${accounts.FUNDS}::uuid as credit_id, r.amount
        from transactions.receipt r where r.id = ${receiptId}::uuid`);
      if (payer) await allocate(tx, programme, sql`select ${payer}::uuid`);
      await publish(tx, receiptReversed, { id: receiptId });
      return { receipt: { id: receiptId } };
    });
  }
}
