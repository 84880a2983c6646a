import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { runCancelled } from '../events.js';
import { lockRun, type LockedRun } from './lock-run.js';
import { PaymentRun, PaymentRunState } from './payment-run.js';
import { giveBackDeductions } from '../payees/deductions/book-deductions.js';
import { giveBackOffsets } from '../recoveries/book-offsets.js';

@InputType({ description: 'What is given up.' })
export class PaymentRunCancelInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;
}

@ObjectType({ description: 'Answer of `paymentRunCancel`.' })
export class PaymentRunCancelPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run, given up.' })
  run?: { readonly id: string };
}

@Resolver()
export class CancelPaymentRun {
  @Mutation(() => PaymentRunCancelPayload, { description: 'Gives up a payment run before anything of it is sent, also while it is made. What it would have paid stays owed, and another run may pay it.' })
  @Requires('transactions.runs.create')
  paymentRunCancel(@Arg('input', () => PaymentRunCancelInput, { description: 'Which run.' }) input: PaymentRunCancelInput, @Ctx() ctx: Context): Promise<PaymentRunCancelPayload> {
    return write<PaymentRunCancelPayload, PaymentRunCancelInput>(ctx, { operation: 'paymentRunCancel', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.COMPUTING, PaymentRunState.DRAFT, PaymentRunState.APPROVED]);
      await tx.tx.query("update transactions.payment_run set state = 'CANCELLED', held_by = null, held_because = null where id = $1", [runId]);
      // One that is being made holds nothing that others see; its job finds that it was given up.
      if (run.state !== PaymentRunState.COMPUTING) await giveUp(tx, run);
      await publish(tx, runCancelled, { id: runId });
      return { run: { id: runId } };
    });
  }
}

async function giveUp(ctx: TxContext, { id, programme_id: programmeId, currency, funder_id: funderId }: LockedRun): Promise<void> {
  await ctx.tx.query("update transactions.payment_batch set state = 'CANCELLED' where run_id = $1", [id]);
  await ctx.tx.query("update transactions.payment_instruction set state = 'CANCELLED', held_by = null, held_because = null where run_id = $1", [id]);
  const made = { id, programmeId, currency, funderId };
  await giveBackOffsets(ctx, made, { returned: false, reference: `run:${id}:offset-cancelled`, which: sql`i.run_id = ${id}::uuid` });
  await giveBackDeductions(ctx, made, { returned: false, reference: `run:${id}:deductions-cancelled`, which: sql`i.run_id = ${id}::uuid` });
}
