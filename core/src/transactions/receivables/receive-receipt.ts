import { ArrayMaxSize, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Programme } from '../../programmes/programme.js';
import { booksClosed } from '../refusals.js';
import { bookForPayers, receivableAccounts } from './accounts.js';
import { allocate } from './allocate.js';
import { Demand } from './demand.js';
import { receiptMatched } from './events.js';
import { lockPayer, lockReceipt } from './lock.js';
import { Payer } from './payer.js';
import { collecting } from './raise-demands.js';
import { receiveOne } from './receive.js';
import { Receipt, ReceiptMethod, ReceiptState } from './receipt.js';
import { otherPayer, payerNotFound } from './refusals.js';

@InputType({ description: 'Money that came in.' })
export class ReceiptReceiveInput extends MoneyInput {
  @Ref(() => Programme, { description: 'To which programme it was paid.' })
  programmeId!: string;

  @Field(() => String, { description: 'The number that the payer gave; blanks, dots, dashes and slashes in it do not matter.' })
  @MinLength(1)
  @MaxLength(60)
  controlNumber!: string;

  @Field(() => ReceiptMethod, { description: 'How it came.' })
  method!: ReceiptMethod;

  @Field(() => String, { description: 'What the bank, the provider or the desk calls it: the same comes in once.' })
  @MinLength(1)
  @MaxLength(100)
  bankReference!: string;

  @Field(() => Decimal, { description: 'How much.' })
  amount!: string;

  @Field(() => String, { nullable: true, description: "ISO 4217 code of its currency; the programme's where left out." })
  currency?: string | null;

  @Field(() => LocalDate, { description: 'Day on which it came in.' })
  receivedOn!: string;

  @Ref(() => Demand, { nullable: true, list: true, description: 'Demands that it settles before all others, in this order; without them, what was due first is settled first.' })
  @IsOptional()
  @ArrayMaxSize(100)
  demandIds?: string[] | null;
}

@InputType({ description: 'Whose a receipt is.' })
export class ReceiptMatchInput extends MoneyInput {
  @Ref(() => Receipt, { description: 'The receipt, which nobody was known to have paid.' })
  receiptId!: string;

  @Ref(() => Payer, { description: 'Who paid it.' })
  payerId!: string;
}

@ObjectType({ description: 'Answer of mutations about receipts.' })
export class ReceiptPayload extends Payload {
  @Field(() => Receipt, { nullable: true, description: 'The receipt as it stands now.' })
  receipt?: { readonly id: string };
}

@Resolver()
export class ReceiveReceipt {
  @Mutation(() => ReceiptPayload, { description: 'Takes money that came in and settles the demands of whoever has its number. Where nobody has it, it is kept on the list of receipts that are `UNMATCHED`.' })
  @Requires('transactions.receipts.receive')
  receiptReceive(@Arg('input', () => ReceiptReceiveInput, { description: 'What came in.' }) input: ReceiptReceiveInput, @Ctx() ctx: Context): Promise<ReceiptPayload> {
    return write<ReceiptPayload, ReceiptReceiveInput>(ctx, { operation: 'receiptReceive', input, constraints: { posting_period_open: booksClosed('receivedOn') } }, async (tx, { programmeId, demandIds, ...given }) =>
      ({ receipt: await receiveOne(tx, await collecting(tx, programmeId), given, demandIds ?? []) }));
  }

  @Mutation(() => ReceiptPayload, { description: 'Says who paid a receipt that nobody was known to have paid: it is put on their account today and settles what is due first.' })
  @Requires('transactions.receipts.receive')
  receiptMatch(@Arg('input', () => ReceiptMatchInput, { description: 'Which receipt, and whose it is.' }) input: ReceiptMatchInput, @Ctx() ctx: Context): Promise<ReceiptPayload> {
    return write<ReceiptPayload, ReceiptMatchInput>(ctx, { operation: 'receiptMatch', input }, async (tx, { receiptId, payerId }) => {
      const receipt = await lockReceipt(tx, receiptId, [ReceiptState.UNMATCHED]);
      const payer = await lockPayer(tx, payerId, 'payerId');
      if (payer.programme.id !== receipt.programme.id) refuse(payerNotFound('payerId'));
      if (payer.programme.currency !== receipt.programme.currency) refuse(otherPayer('payerId'));
      await tx.tx.query("update transactions.receipt set payer_id = $2, state = 'RECEIVED', credited_on = $3 where id = $1", [receiptId, payerId, tx.today]);
      const accounts = await receivableAccounts(tx, receipt.programme);
      await bookForPayers(tx, receipt.programme, { kind: 'RECEIPT_MATCHED', reference: `receipt:${receiptId}:matched`, description: 'Whose a receipt is was found' }, sql`
        select r.payer_id, ${accounts.UNMATCHED_RECEIPTS}::uuid as debit_id, ${accounts.PAYER_CREDIT}::uuid as credit_id, r.amount from transactions.receipt r where r.id = ${receiptId}::uuid`);
      await allocate(tx, receipt.programme, sql`select ${payerId}::uuid`);
      await publish(tx, receiptMatched, { id: receiptId, payer: payerId });
      return { receipt: { id: receiptId } };
    });
  }
}
