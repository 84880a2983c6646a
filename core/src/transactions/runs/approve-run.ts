import { Matches } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { budgetOfRun } from '../budgets/budget-of-run.js';
import { runApproved } from '../events.js';
import { lockRun } from './lock-run.js';
import { PaymentRun, PaymentRunState } from './payment-run.js';
import { contentChanged, makerIsChecker, noBudget } from '../refusals.js';

@InputType({ description: 'What is approved.' })
export class PaymentRunApproveInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;

  @Field(() => String, { description: 'The `contentHash` of what you have looked at: nothing else is approved.' })
  @Matches(/^[0-9a-f]{64}$/, { message: 'contentHash must be the 64 hexadecimal digits that the run shows' })
  contentHash!: string;
}

@ObjectType({ description: 'Answer of `paymentRunApprove`.' })
export class PaymentRunApprovePayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run, which may now be sent.' })
  run?: { readonly id: string };
}

@Resolver()
export class ApprovePaymentRun {
  @Mutation(() => PaymentRunApprovePayload, { description: 'Approves a payment run that somebody else created. Of a programme that has budgets, what it pays is committed in the budget of its funder on that day.' })
  @Requires('transactions.runs.approve')
  paymentRunApprove(@Arg('input', () => PaymentRunApproveInput, { description: 'Which run.' }) input: PaymentRunApproveInput, @Ctx() ctx: Context): Promise<PaymentRunApprovePayload> {
    const constraints = {
      payment_run_maker_is_not_checker: makerIsChecker('runId'), payment_run_approved_as_made: contentChanged('contentHash'),
      payment_run_has_budget: noBudget('runId'),
    };
    return write<PaymentRunApprovePayload, PaymentRunApproveInput>(ctx, { operation: 'paymentRunApprove', input, constraints }, async (tx, { runId, contentHash }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.DRAFT]);
      if (run.created_by === tx.actor.id) refuse(makerIsChecker('runId'));
      if (run.content_hash !== contentHash) refuse(contentChanged('contentHash'));
      await tx.tx.query(
        "update transactions.payment_run set state = 'APPROVED', approved_by = $2, approved_hash = content_hash, budget_id = $3 where id = $1",
        [runId, tx.actor.id, await budgetOfRun(tx, run)],
      );
      await publish(tx, runApproved, { id: runId });
      return { run: { id: runId } };
    });
  }
}
