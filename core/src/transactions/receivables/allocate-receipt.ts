import { Decimal as DecimalJs } from 'decimal.js';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { IsOptional } from 'class-validator';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { allocatePairs, takeBackAllocations } from './allocate.js';
import { Demand, DemandState } from './demand.js';
import { lockDemand, lockReceipt } from './lock.js';
import { Receipt, ReceiptState } from './receipt.js';
import { ReceiptPayload } from './receive-receipt.js';
import { otherPayer, receiptAmount, tooMuchAllocated } from './refusals.js';

const Exact = DecimalJs.clone({ precision: 100 });

@InputType({ description: 'What is settled by what is held of a receipt.' })
export class ReceiptAllocateInput extends MoneyInput {
  @Ref(() => Receipt, { description: 'Of which receipt.' })
  receiptId!: string;

  @Ref(() => Demand, { description: 'Which demand.' })
  demandId!: string;

  @Field(() => Decimal, { nullable: true, description: 'How much; as much as both have where left out.' })
  @IsOptional()
  amount?: string | null;
}

@InputType({ description: 'What is no longer settled by a receipt.' })
export class ReceiptAllocationTakeBackInput extends MoneyInput {
  @Ref(() => Receipt, { description: 'The receipt.' })
  receiptId!: string;

  @Ref(() => Demand, { nullable: true, description: 'The demand that it no longer settles; all that it settles where left out.' })
  demandId?: string | null;
}

@Resolver()
export class AllocateReceipt {
  @Mutation(() => ReceiptPayload, { description: 'Settles a demand by what is held on account of a receipt of the same payer.' })
  @Requires('transactions.receipts.receive')
  receiptAllocate(@Arg('input', () => ReceiptAllocateInput, { description: 'What settles what.' }) input: ReceiptAllocateInput, @Ctx() ctx: Context): Promise<ReceiptPayload> {
    return write<ReceiptPayload, ReceiptAllocateInput>(ctx, { operation: 'receiptAllocate', input }, async (tx, { receiptId, demandId, amount }) => {
      const receipt = await lockReceipt(tx, receiptId, [ReceiptState.RECEIVED]);
      const demand = await lockDemand(tx, demandId, [DemandState.ISSUED, DemandState.PART_PAID]);
      if (receipt.payer !== demand.payer) refuse(otherPayer('demandId'));
      const most = Exact.min(receipt.held, demand.outstanding);
      const wanted = new Exact(amount ?? most);
      const { currency, digits } = receipt;
      if (wanted.gt(most) || most.isZero()) refuse(tooMuchAllocated('amount', { held: receipt.held, outstanding: demand.outstanding }));
      if (wanted.lte(0) || wanted.decimalPlaces() > digits) refuse(receiptAmount('amount', { amount: wanted.toFixed(), currency, digits }));
      await allocatePairs(tx, receipt.programme, 'Settled as told', sql`
        select ${receipt.payer}::uuid as payer_id, ${receiptId}::uuid as receipt_id, ${demandId}::uuid as demand_id, round(${wanted.toFixed()}::numeric, ${digits}::int) as amount`);
      return { receipt: { id: receiptId } };
    });
  }

  @Mutation(() => ReceiptPayload, { description: 'Takes back what a receipt settles: it is held on account again, and what it settled is open again.' })
  @Requires('transactions.receipts.receive')
  receiptAllocationTakeBack(@Arg('input', () => ReceiptAllocationTakeBackInput, { description: 'What of which receipt.' }) input: ReceiptAllocationTakeBackInput, @Ctx() ctx: Context): Promise<ReceiptPayload> {
    return write<ReceiptPayload, ReceiptAllocationTakeBackInput>(ctx, { operation: 'receiptAllocationTakeBack', input }, async (tx, { receiptId, demandId }) => {
      const receipt = await lockReceipt(tx, receiptId, [ReceiptState.RECEIVED]);
      await takeBackAllocations(tx, receipt.programme, 'Settled by something else', sql`a.receipt_id = ${receiptId}::uuid and (${demandId ?? null}::uuid is null or a.demand_id = ${demandId ?? null}::uuid)`);
      return { receipt: { id: receiptId } };
    });
  }
}
