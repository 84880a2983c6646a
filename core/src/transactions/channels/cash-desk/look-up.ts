import { Arg, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { noteRead } from '../../../kernel/audit/read-log.js';
import type { Context } from '../../../kernel/context.js';
import { readRows } from '../../../kernel/read/read-rows.js';
import { MoneyValue } from '../../../kernel/schema/money.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { LocalDate } from '../../../kernel/schema/scalars.js';
import { Programme } from '../../../programmes/programme.js';
import { PaymentInstructionState } from '../../runs/payment-instruction.js';

@ObjectType({ description: 'A payment that may be fetched at a desk, as its cashier needs it.' })
export class CashPayment {
  @Field(() => String, { description: 'Its reference.' })
  reference!: string;

  @Field(() => PaymentInstructionState, { description: 'Where it stands: SENT can be fetched.' })
  state!: PaymentInstructionState;

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;

  @Field(() => String, { description: 'Whom it is for; where one receives for several, the first of them.' })
  payeeName!: string;

  @Field(() => String, { nullable: true, description: 'Who fetches it for them, and nobody else; null where they come themselves.' })
  receiverName!: string | null;

  @Field(() => LocalDate, { description: 'Until when it can be fetched.' })
  payableUntil!: string;

  @Field(() => Programme, { description: 'Which programme pays.' })
  programme!: { readonly id: string };
}

interface Row extends Omit<CashPayment, 'amount' | 'programme'> {
  readonly payee: string;
  readonly receiver: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly programme: string;
}

@Resolver()
export class LookUpCashPayment {
  @Query(() => CashPayment, { nullable: true, description: 'A payment that was handed to cash desks, by its whole reference; null where there is none that the caller may see.' })
  @Requires('transactions.cash.pay')
  async cashPayment(@Arg('reference', () => String, { description: 'Its reference.' }) reference: string, @Ctx() ctx: Context): Promise<CashPayment | null> {
    const { rows: [found] } = await readRows<Row>(ctx, `
      select i.payee_id as payee, i.receiver_id as receiver, i.reference, i.state, i.payment_amount::text as amount, i.currency, i.payee_name as "payeeName", i.receiver_name as "receiverName", h.payable_until::text as "payableUntil", r.programme_id as programme
      from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id join transactions.cash_order o on o.reference = i.reference join transactions.cash_handover h on h.key = o.key
      where i.reference = $1 and i.reference = i.payment`, [reference.slice(0, 35)]);
    await noteRead(ctx, { fields: ['PaymentInstruction.payeeName', 'PaymentInstruction.amount'], subjects: found ? [found.payee, ...(found.receiver === null ? [] : [found.receiver])] : [] });
    if (!found) return null;
    const { payee: _payee, receiver: _receiver, amount, currency, programme, ...shown } = found;
    return { ...shown, amount: new MoneyValue(amount, currency), programme: { id: programme } };
  }
}
