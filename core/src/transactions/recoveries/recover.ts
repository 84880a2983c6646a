import { MaxLength, MinLength } from 'class-validator';
import { Decimal as Exact } from 'decimal.js';
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
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { bookPairs } from '../book.js';
import { overpaymentRecovered } from '../events.js';
import { programmeAccounts, type PaymentPurpose } from '../programme-accounts.js';
import { amountWrong, booksClosed, repaidInFuture, tooMuchRecovered } from '../refusals.js';
import { holdOverpayment } from './outstanding.js';
import { Recovery, RecoveryKind } from './recovery.js';

@InputType({ description: 'What of an overpayment was paid back.' })
export class OverpaymentRepayInput extends MoneyInput {
  @Ref(() => Overpayment, { description: 'Which overpayment.', erased: true })
  overpaymentId!: string;

  @Field(() => Decimal, { description: 'How much, in the currency of the overpayment.' })
  amount!: string;

  @Field(() => LocalDate, { description: 'When it came.' })
  on!: string;
}

@InputType({ description: 'What of an overpayment is given up.' })
export class OverpaymentWriteOffInput extends MoneyInput {
  @Ref(() => Overpayment, { description: 'Which overpayment.', erased: true })
  overpaymentId!: string;

  @Field(() => Decimal, { description: 'How much, in the currency of the overpayment.' })
  amount!: string;

  @Field(() => String, { description: 'Why it is given up.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

@ObjectType({ description: 'Answer of mutations that recover overpayments.' })
export class RecoveryPayload extends Payload {
  @Field(() => Recovery, { nullable: true, description: 'What came back, or was given up.' })
  recovery?: { readonly id: string };
}

interface Recovering {
  readonly overpaymentId: string;
  readonly amount: string;
  readonly on: string;
  readonly kind: RecoveryKind;
  readonly reason: string | null;
  /** What the receivable is settled with. */
  readonly against: PaymentPurpose;
}

async function recover(ctx: TxContext, { overpaymentId, amount, on, kind, reason, against }: Recovering): Promise<{ readonly id: string }> {
  const found = await holdOverpayment(ctx, overpaymentId);
  const given = new Exact(amount);
  if (!given.greaterThan(0) || given.decimalPlaces() > found.digits) refuse(amountWrong('amount', { currency: found.currency }));
  const exact = given.toFixed(found.digits);
  const accounts = await programmeAccounts(ctx, { id: found.programme, currency: found.currency });
  const [id, transaction] = [uuidv7(), uuidv7()];
  await ctx.tx.query('insert into transactions.recovery (id, overpayment_id, kind, amount, currency, recovered_on, reason, booked_by, transaction_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    id, overpaymentId, kind, exact, found.currency, on, reason, ctx.actor.id, transaction,
  ]);
  await bookPairs(ctx, { id: transaction, kind: kind === RecoveryKind.REPAID ? 'OVERPAYMENT_REPAID' : 'OVERPAYMENT_WRITTEN_OFF', reference: `recovery:${id}`, description: 'Of an overpayment', occurredOn: on }, sql`
    select ${accounts[against]}::uuid as debit_id, ${accounts.RECEIVABLE}::uuid as credit_id, ${exact}::numeric as amount, o.currency, o.programme_id, o.place_id, o.payee_id as party_id,
      null::uuid as entitlement_id, null::uuid as instruction_id from programmes.overpayment o where o.id = ${overpaymentId}::uuid`);
  await publish(ctx, overpaymentRecovered, { id, overpayment: overpaymentId });
  return { id };
}

const constraints = { recovery_no_more_than_owed: tooMuchRecovered('amount'), posting_period_open: booksClosed('on') };

@Resolver()
export class RecoverOverpayments {
  @Mutation(() => RecoveryPayload, { description: 'Books that an overpayment, or a part of it, was paid back.' })
  @Requires('transactions.recoveries.book')
  overpaymentRepay(@Arg('input', () => OverpaymentRepayInput, { description: 'Which, how much and when.' }) input: OverpaymentRepayInput, @Ctx() ctx: Context): Promise<RecoveryPayload> {
    return write<RecoveryPayload, OverpaymentRepayInput>(ctx, { operation: 'overpaymentRepay', input, constraints }, async (tx, { overpaymentId, amount, on }) => {
      if (on > tx.today) refuse(repaidInFuture('on', { today: tx.today }));
      return { recovery: await recover(tx, { overpaymentId, amount, on, kind: RecoveryKind.REPAID, reason: null, against: 'FUNDS' }) };
    });
  }

  @Mutation(() => RecoveryPayload, { description: 'Gives up an overpayment, or a part of it, with a reason. A deployment puts it behind the approval of others by its change policies, from an amount on.' })
  @Requires('transactions.recoveries.write-off')
  overpaymentWriteOff(@Arg('input', () => OverpaymentWriteOffInput, { description: 'Which, how much and why.' }) input: OverpaymentWriteOffInput, @Ctx() ctx: Context): Promise<RecoveryPayload> {
    return write<RecoveryPayload, OverpaymentWriteOffInput>(ctx, { operation: 'overpaymentWriteOff', input, constraints }, async (tx, { overpaymentId, amount, reason }) => ({
      recovery: await recover(tx, { overpaymentId, amount, on: tx.today, kind: RecoveryKind.WRITTEN_OFF, reason, against: 'WRITTEN_OFF' }),
    }));
  }
}
