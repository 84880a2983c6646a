import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { periodClosed, periodReopened } from '../events.js';
import { periodBusy, periodInOrder, periodNotEnded, periodNotFound, periodSecondPerson, periodState } from '../refusals.js';
import { AccountingPeriod, AccountingPeriodState } from './accounting-period.js';
import { AccountingPeriodPayload } from './open-period.js';

@InputType({ description: 'The accounting period whose books are closed.' })
export class AccountingPeriodCloseInput extends IdempotentInput {
  @Ref(() => AccountingPeriod, { description: 'Which period.' })
  id!: string;
}

@InputType({ description: 'The accounting period that is to be opened again.' })
export class AccountingPeriodAskReopenInput extends IdempotentInput {
  @Ref(() => AccountingPeriod, { description: 'Which period.' })
  id!: string;

  @Field(() => String, { description: 'Why, for whoever decides.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'Whether an accounting period is opened again.' })
export class AccountingPeriodReopenInput extends IdempotentInput {
  @Ref(() => AccountingPeriod, { description: 'Which period.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is; else it stays closed.' })
  reopen!: boolean;
}

interface HeldPeriod {
  readonly state: AccountingPeriodState;
  readonly ends_on: string;
  readonly reopen_asked_by: string | null;
}

/** A period, locked until the transaction ends. */
async function hold(ctx: TxContext, id: string, wanted: AccountingPeriodState): Promise<HeldPeriod> {
  const { rows } = await ctx.tx.query<HeldPeriod>('select state, ends_on::text, reopen_asked_by from transactions.accounting_period where id = $1 for no key update', [id]);
  const period = rows[0] ?? refuse(periodNotFound('id'));
  if (period.state !== wanted) refuse(periodState('id', { state: period.state, wanted }));
  return period;
}

const constraints = { accounting_period_in_order: periodInOrder('id'), accounting_period_busy: periodBusy('id'), accounting_period_second_person: periodSecondPerson('id') };

@Resolver()
export class MoveAccountingPeriod {
  @Mutation(() => AccountingPeriodPayload, { description: 'Closes the books of a period that has ended: nothing is booked on its days any more, by anybody.' })
  @Requires('transactions.periods.manage')
  accountingPeriodClose(@Arg('input', () => AccountingPeriodCloseInput, { description: 'Which period.' }) input: AccountingPeriodCloseInput, @Ctx() ctx: Context): Promise<AccountingPeriodPayload> {
    return write<AccountingPeriodPayload, AccountingPeriodCloseInput>(ctx, { operation: 'accountingPeriodClose', input, constraints }, async (tx, { id }) => {
      const { ends_on: day } = await hold(tx, id, AccountingPeriodState.OPEN);
      if (day >= tx.today) refuse(periodNotEnded('id', { day }));
      await tx.tx.query("update transactions.accounting_period set state = 'CLOSED', closed_by = $2, closed_at = now(), closed_on = $3 where id = $1", [id, tx.actor.id, tx.today]);
      await publish(tx, periodClosed, { id });
      return { accountingPeriod: { id } };
    });
  }

  @Mutation(() => AccountingPeriodPayload, { description: 'Asks to open a closed period again. It stays closed until another person decides.' })
  @Requires('transactions.periods.manage')
  accountingPeriodAskReopen(@Arg('input', () => AccountingPeriodAskReopenInput, { description: 'Which period, and why.' }) input: AccountingPeriodAskReopenInput, @Ctx() ctx: Context): Promise<AccountingPeriodPayload> {
    return write<AccountingPeriodPayload, AccountingPeriodAskReopenInput>(ctx, { operation: 'accountingPeriodAskReopen', input, constraints }, async (tx, { id, reason }) => {
      await hold(tx, id, AccountingPeriodState.CLOSED);
      await tx.tx.query("update transactions.accounting_period set state = 'REOPENING', reopen_asked_by = $2, reopen_reason = $3, reopened_by = null where id = $1", [id, tx.actor.id, reason]);
      return { accountingPeriod: { id } };
    });
  }

  @Mutation(() => AccountingPeriodPayload, { description: 'Opens a closed period again, or leaves it closed, as somebody else asked. Those after it are opened first.' })
  @Requires('transactions.periods.reopen')
  accountingPeriodReopen(@Arg('input', () => AccountingPeriodReopenInput, { description: 'Which period, and whether.' }) input: AccountingPeriodReopenInput, @Ctx() ctx: Context): Promise<AccountingPeriodPayload> {
    return write<AccountingPeriodPayload, AccountingPeriodReopenInput>(ctx, { operation: 'accountingPeriodReopen', input, constraints }, async (tx, { id, reopen }) => {
      const { reopen_asked_by: asked } = await hold(tx, id, AccountingPeriodState.REOPENING);
      if (asked === tx.actor.id) refuse(periodSecondPerson('id'));
      if (reopen) {
        await tx.tx.query("update transactions.accounting_period set state = 'OPEN', reopened_by = $2 where id = $1", [id, tx.actor.id]);
        await publish(tx, periodReopened, { id });
      } else await tx.tx.query("update transactions.accounting_period set state = 'CLOSED' where id = $1", [id]);
      return { accountingPeriod: { id } };
    });
  }
}
