import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { Decimal } from '../../../kernel/schema/scalars.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { write } from '../../../kernel/write/write.js';
import { cashAmount, isZero } from './count.js';
import { moveCash } from './ledger.js';
import { lockDrawer } from './lock.js';
import { CashSessionPayload } from './open-session.js';
import { cashNothing, cashSessionNotFound } from './refusals.js';
import { CashSession, CashSessionState } from './session.js';

@InputType({ description: 'Cash that is brought to a drawer.' })
export class CashSessionTopUpInput extends MoneyInput {
  @Ref(() => CashSession, { description: "The caller's own drawer." })
  sessionId!: string;

  @Field(() => Decimal, { description: 'How much more there is in it now.' })
  amount!: string;
}

@Resolver()
export class TopUpCashSession {
  @Mutation(() => CashSessionPayload, { description: "Adds cash to the cashier's own drawer, which goes on paying. What is in it counts when it is closed." })
  @Requires('transactions.cash.pay')
  cashSessionTopUp(@Arg('input', () => CashSessionTopUpInput, { description: 'Which drawer, and how much.' }) input: CashSessionTopUpInput, @Ctx() ctx: Context): Promise<CashSessionPayload> {
    return write<CashSessionPayload, CashSessionTopUpInput>(ctx, { operation: 'cashSessionTopUp', input }, async (tx, { sessionId, amount }) => {
      const drawer = await lockDrawer(tx, sessionId, CashSessionState.OPEN);
      if (drawer.cashier !== tx.actor.id) refuse(cashSessionNotFound('sessionId'));
      const more = cashAmount(amount, drawer, 'amount');
      if (isZero(more)) refuse(cashNothing('amount'));
      const { rows: [added] } = await tx.tx.query<{ sum: string }>('update transactions.cash_session set topped_up = topped_up + $2 where id = $1 returning topped_up::text as sum', [sessionId, more]);
      await moveCash(tx, drawer, {
        kind: 'CASH_TAKEN_OVER', reference: `cash-session:${sessionId}:topped-up:${added?.sum}`, description: 'Brought to a drawer', debit: 'CASH_AT_DESK', credit: 'CASH_ADVANCED', amount: more, place: sql`${drawer.place}::uuid`,
      });
      return { session: { id: sessionId } };
    });
  }
}
