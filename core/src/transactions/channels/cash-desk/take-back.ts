import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { inScope } from '../../../kernel/read/in-scope.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { write } from '../../../kernel/write/write.js';
import { bookReturnedLate } from '../../runs/book-payments.js';
import { cashTakenBack } from './events.js';
import { moveCash } from './ledger.js';
import { checkMoney, lockDrawer, lockPayment } from './lock.js';
import { CashPayoutPayload } from './pay.js';
import { CashPayout } from './payout.js';
import { cashPayoutNotFound, cashSecondPerson, cashTakenBackAlready } from './refusals.js';
import { byPayout } from './scope.js';
import { CashSession, CashSessionState } from './session.js';

@InputType({ description: 'A payment that was wrong.' })
export class CashPayoutTakeBackInput extends MoneyInput {
  @Ref(() => CashPayout, { description: 'Which payment over the counter; of somebody else.' })
  payoutId!: string;

  @Ref(() => CashSession, { description: 'The open drawer into which the cash went back, of the same programme and funder.' })
  sessionId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(5)
  @MaxLength(1000)
  reason!: string;
}

const constraints = { cash_payout_once: cashTakenBackAlready('payoutId'), cash_payout_second_person: cashSecondPerson('payoutId') };

@Resolver()
export class TakeCashBack {
  @Mutation(() => CashPayoutPayload, { description: 'Takes a wrong payment over the counter back by a counter-entry: the cash is in a drawer again, and the payment is returned and owed again. Nothing of what was booked changes.' })
  @Requires('transactions.cash.confirm')
  cashPayoutTakeBack(@Arg('input', () => CashPayoutTakeBackInput, { description: 'Which, into which drawer, and why.' }) input: CashPayoutTakeBackInput, @Ctx() ctx: Context): Promise<CashPayoutPayload> {
    return write<CashPayoutPayload, CashPayoutTakeBackInput>(ctx, { operation: 'cashPayoutTakeBack', input, constraints }, async (tx, { payoutId, sessionId, reason }) => {
      const { rows: [paid] } = await ask<{ reference: string; by: string }>(tx, sql`
        select i.reference, p.done_by as by from transactions.cash_payout p join transactions.payment_instruction i on i.id = p.instruction_id where p.id = ${payoutId}::uuid and p.kind = 'PAID'
          and ${inScope(tx, byPayout, { instruction: sql`p.instruction_id`, session: sql`p.session_id` })}`);
      if (!paid) return refuse(cashPayoutNotFound('payoutId'));
      if (paid.by === tx.actor.id) refuse(cashSecondPerson('payoutId'));
      const payment = await lockPayment(tx, paid.reference, 'payoutId');
      const drawer = await lockDrawer(tx, sessionId, CashSessionState.OPEN);
      checkMoney(payment, drawer);
      if (payment.state !== 'PAID') refuse(cashTakenBackAlready('payoutId'));
      const id = uuidv7();
      await tx.tx.query("insert into transactions.cash_payout (id, session_id, instruction_id, kind, amount, currency, done_on, done_by, reason) values ($1, $2, $3, 'TAKEN_BACK', $4, $5, $6, $7, $8)", [
        id, sessionId, payment.id, payment.amount, drawer.currency, tx.today, tx.actor.id, reason,
      ]);
      await beyondScope(tx, () => bookReturnedLate(tx, payment.run, `cash-payout:${id}`, [{ id: payment.id, status: 'RETURNED', reason: 'TAKEN_BACK' }]));
      await moveCash(tx, drawer, {
        kind: 'CASH_TAKEN_BACK', reference: `cash-payout:${id}`, description: 'Back into a drawer', debit: 'CASH_AT_DESK', credit: 'FUNDS', amount: payment.amount, place: sql`${drawer.place}::uuid`,
      });
      await publish(tx, cashTakenBack, { id, instruction: payment.id });
      return { payout: { id } };
    });
  }
}
