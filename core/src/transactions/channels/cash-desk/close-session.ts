import { ArrayMaxSize, IsOptional, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { Decimal } from '../../../kernel/schema/scalars.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { write } from '../../../kernel/write/write.js';
import { cashAmount, checkDenominations, isZero, less, magnitude } from './count.js';
import { cashDrawerCounted } from './events.js';
import { moveCash } from './ledger.js';
import { lockDrawer } from './lock.js';
import { CashSessionPayload } from './open-session.js';
import { cashDifferenceReason, cashSecondPerson, cashSessionNotFound } from './refusals.js';
import { CashSession, CashSessionState } from './session.js';

@InputType({ description: 'Notes or coins of a value.' })
export class CashDenominationInput {
  @Field(() => Decimal, { description: 'What one of them is worth.' })
  value!: string;

  @Field(() => Int, { description: 'How many there are.' })
  @Min(0)
  @Max(1_000_000)
  count!: number;
}

@InputType({ description: 'What was counted.' })
export class CashSessionCloseInput extends MoneyInput {
  @Ref(() => CashSession, { description: "The caller's own drawer." })
  sessionId!: string;

  @Field(() => Decimal, { description: 'How much there is.' })
  counted!: string;

  @Field(() => [CashDenominationInput], { nullable: true, description: 'In which notes and coins; they have to sum to `counted`.' })
  @IsOptional()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  denominations?: CashDenominationInput[] | null;

  @Field(() => String, { nullable: true, description: 'Why it is not what has to be there. Needed where it is not.' })
  @IsOptional()
  @MinLength(3)
  @MaxLength(1000)
  differenceReason?: string | null;
}

@InputType({ description: 'A drawer of which a difference is confirmed.' })
export class CashSessionConfirmInput extends MoneyInput {
  @Ref(() => CashSession, { description: 'The drawer of somebody else.' })
  sessionId!: string;
}

@Resolver()
export class CloseCashSession {
  @Mutation(() => CashSessionPayload, { description: 'Closes a drawer with what was counted: it is handed back. Where something is missing or too much, another person has to confirm that.' })
  @Requires('transactions.cash.pay')
  cashSessionClose(@Arg('input', () => CashSessionCloseInput, { description: 'Which, and what was counted.' }) input: CashSessionCloseInput, @Ctx() ctx: Context): Promise<CashSessionPayload> {
    return write<CashSessionPayload, CashSessionCloseInput>(ctx, { operation: 'cashSessionClose', input }, async (tx, { sessionId, counted, denominations, differenceReason }) => {
      const drawer = await lockDrawer(tx, sessionId, CashSessionState.OPEN);
      if (drawer.cashier !== tx.actor.id) refuse(cashSessionNotFound('sessionId'));
      const amount = cashAmount(counted, drawer, 'counted');
      if (denominations) checkDenominations(denominations, amount);
      const difference = less(amount, drawer.held, drawer.digits);
      const even = isZero(difference);
      if (!even && !differenceReason) refuse(cashDifferenceReason('differenceReason', { difference }));
      await tx.tx.query(
        'update transactions.cash_session set state = $2, closed_on = $3, counted = $4, denominations = $5, difference = $6, difference_reason = $7 where id = $1',
        [sessionId, even ? 'SETTLED' : 'CLOSED', tx.today, amount, denominations ? JSON.stringify(denominations.map(({ value, count }) => ({ value, count }))) : null, difference, even ? null : differenceReason],
      );
      await moveCash(tx, drawer, {
        kind: 'CASH_HANDED_BACK', reference: `cash-session:${sessionId}:closed`, description: 'Counted and handed back by a cashier', debit: 'CASH_ADVANCED', credit: 'CASH_AT_DESK', amount, place: sql`${drawer.place}::uuid`,
      });
      await publish(tx, cashDrawerCounted, { id: sessionId, difference });
      return { session: { id: sessionId } };
    });
  }

  @Mutation(() => CashSessionPayload, { description: 'Confirms what is missing or too much in the drawer of somebody else, and books it. Final.' })
  @Requires('transactions.cash.confirm')
  cashSessionConfirm(@Arg('input', () => CashSessionConfirmInput, { description: 'Which.' }) input: CashSessionConfirmInput, @Ctx() ctx: Context): Promise<CashSessionPayload> {
    const constraints = { cash_session_second_person: cashSecondPerson('sessionId') };
    return write<CashSessionPayload, CashSessionConfirmInput>(ctx, { operation: 'cashSessionConfirm', input, constraints }, async (tx, { sessionId }) => {
      const drawer = await lockDrawer(tx, sessionId, CashSessionState.CLOSED);
      await tx.tx.query("update transactions.cash_session set state = 'SETTLED', confirmed_by = $2, confirmed_on = $3 where id = $1", [sessionId, tx.actor.id, tx.today]);
      const { size, negative } = magnitude(drawer.difference ?? '0', drawer.digits);
      await moveCash(tx, drawer, {
        kind: 'CASH_DIFFERENCE', reference: `cash-session:${sessionId}:difference`, description: negative ? 'Missing in a drawer' : 'Too much in a drawer',
        debit: negative ? 'CASH_DIFFERENCE' : 'CASH_AT_DESK', credit: negative ? 'CASH_AT_DESK' : 'CASH_DIFFERENCE', amount: size, place: sql`${drawer.place}::uuid`,
      });
      return { session: { id: sessionId } };
    });
  }
}
