import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { bookPairs } from '../book.js';
import { overpaymentRecovered } from '../events.js';
import { firstOpenDay } from '../periods/first-open-day.js';
import { programmeAccounts } from '../programme-accounts.js';
import { recoveryNotFound, recoveryTakenBack } from '../refusals.js';
import { holdOverpayment } from './outstanding.js';
import { RecoveryPayload } from './recover.js';
import { Recovery, RecoveryKind } from './recovery.js';

@InputType({ description: 'A repayment that bounced, or a write-off that was a mistake.' })
export class RecoveryTakeBackInput extends MoneyInput {
  @Ref(() => Recovery, { description: 'What was repaid or given up.' })
  recoveryId!: string;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

interface Found {
  readonly overpayment: string;
  readonly kind: string;
  readonly amount: string;
}

/** Takes back what was repaid or given up: the overpayment is owed back again. */
async function takeBack(ctx: TxContext, recovery: string, reason: string): Promise<{ readonly id: string }> {
  const { rows: [found] } = await ctx.tx.query<Found>('select overpayment_id as overpayment, kind, amount::text from transactions.recovery where id = $1', [recovery]);
  if (!found || (found.kind !== RecoveryKind.REPAID && found.kind !== RecoveryKind.WRITTEN_OFF)) return refuse(recoveryNotFound('recoveryId'));
  const { programme, currency } = await holdOverpayment(ctx, found.overpayment, 'recoveryId');
  const accounts = await programmeAccounts(ctx, { id: programme, currency });
  const [id, transaction, day] = [uuidv7(), uuidv7(), await firstOpenDay(ctx, ctx.today)];
  await ctx.tx.query(
    `insert into transactions.recovery (id, overpayment_id, kind, amount, currency, recovered_on, reason, booked_by, transaction_id, takes_back_id) values ($1, $2, 'TAKEN_BACK', $3, $4, $5, $6, $7, $8, $9)`,
    [id, found.overpayment, found.amount, currency, day, reason, ctx.actor.id, transaction, recovery]);
  await bookPairs(ctx, { id: transaction, kind: 'RECOVERY_TAKEN_BACK', reference: `recovery:${id}`, description: 'Of an overpayment', occurredOn: day }, sql`
    select ${accounts.RECEIVABLE}::uuid as debit_id, ${accounts[found.kind === RecoveryKind.REPAID ? 'FUNDS' : 'WRITTEN_OFF']}::uuid as credit_id, ${found.amount}::numeric as amount, o.currency, o.programme_id, o.place_id,
      o.payee_id as party_id, null::uuid as entitlement_id, null::uuid as instruction_id from programmes.overpayment o where o.id = ${found.overpayment}::uuid`);
  await publish(ctx, overpaymentRecovered, { id, overpayment: found.overpayment });
  return { id };
}

@Resolver()
export class TakeBackRecoveries {
  @Mutation(() => RecoveryPayload, { description: 'Takes back a repayment that bounced, or a write-off that was a mistake: it is owed back again. Once; booked today, or on the first day whose books are open.' })
  @Requires('transactions.recoveries.write-off')
  recoveryTakeBack(@Arg('input', () => RecoveryTakeBackInput, { description: 'Which, and why.' }) input: RecoveryTakeBackInput, @Ctx() ctx: Context): Promise<RecoveryPayload> {
    const constraints = { recovery_taken_back_once: recoveryTakenBack('recoveryId') };
    return write<RecoveryPayload, RecoveryTakeBackInput>(ctx, { operation: 'recoveryTakeBack', input, constraints }, async (tx, { recoveryId, reason }) => ({ recovery: await takeBack(tx, recoveryId, reason) }));
  }
}
