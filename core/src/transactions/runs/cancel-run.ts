import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { runCancelled } from '../events.js';
import { lockRun } from './lock-run.js';
import { PaymentRun, PaymentRunState } from './payment-run.js';
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
  @Mutation(() => PaymentRunCancelPayload, { description: 'Gives up a payment run before anything of it is sent. What it would have paid stays owed, and another run may pay it.' })
  @Requires('transactions.runs.create')
  paymentRunCancel(@Arg('input', () => PaymentRunCancelInput, { description: 'Which run.' }) input: PaymentRunCancelInput, @Ctx() ctx: Context): Promise<PaymentRunCancelPayload> {
    return write<PaymentRunCancelPayload, PaymentRunCancelInput>(ctx, { operation: 'paymentRunCancel', input }, async (tx, { runId }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.DRAFT, PaymentRunState.APPROVED]);
      await tx.tx.query("update transactions.payment_run set state = 'CANCELLED' where id = $1", [runId]);
      await tx.tx.query("update transactions.payment_batch set state = 'CANCELLED' where run_id = $1", [runId]);
      await tx.tx.query("update transactions.payment_instruction set state = 'CANCELLED' where run_id = $1", [runId]);
      await giveBackOffsets(tx, { id: runId, programmeId: run.programme_id, currency: run.currency, funderId: run.funder_id }, { returned: false, reference: `run:${runId}:offset-cancelled`, which: sql`i.run_id = ${runId}::uuid` });
      await publish(tx, runCancelled, { id: runId });
      return { run: { id: runId } };
    });
  }
}
