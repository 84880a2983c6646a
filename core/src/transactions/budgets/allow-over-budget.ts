import { Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { overBudgetAllowed } from '../events.js';
import { lockRun } from '../runs/lock-run.js';
import { PaymentRun, PaymentRunState } from '../runs/payment-run.js';
import { allowedAlready, contentChanged, makerAllowsNothing } from '../refusals.js';

@InputType({ description: 'A run that may go over its budget.' })
export class PaymentRunAllowOverBudgetInput extends MoneyInput {
  @Ref(() => PaymentRun, { description: 'The run.' })
  runId!: string;

  @Field(() => String, { description: 'The `contentHash` of what you have looked at: nothing else is allowed.' })
  @Matches(/^[0-9a-f]{64}$/, { message: 'contentHash must be the 64 hexadecimal digits that the run shows' })
  contentHash!: string;

  @Field(() => String, { description: 'Why, for those who answer for the budget.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

@ObjectType({ description: 'Answer of `paymentRunAllowOverBudget`.' })
export class PaymentRunAllowOverBudgetPayload extends Payload {
  @Field(() => PaymentRun, { nullable: true, description: 'The run, which may now be approved.' })
  run?: { readonly id: string };
}

@Resolver()
export class AllowOverBudget {
  @Mutation(() => PaymentRunAllowOverBudgetPayload, { description: 'Allows a run that somebody else created to go over its budget, with a reason that is kept.' })
  @Requires('transactions.budgets.exceed')
  paymentRunAllowOverBudget(@Arg('input', () => PaymentRunAllowOverBudgetInput, { description: 'Which run, and why.' }) input: PaymentRunAllowOverBudgetInput, @Ctx() ctx: Context): Promise<PaymentRunAllowOverBudgetPayload> {
    const constraints = { budget_exception_once: allowedAlready('runId') };
    return write<PaymentRunAllowOverBudgetPayload, PaymentRunAllowOverBudgetInput>(ctx, { operation: 'paymentRunAllowOverBudget', input, constraints }, async (tx, { runId, contentHash, reason }) => {
      const run = await lockRun(tx, runId, [PaymentRunState.DRAFT]);
      if (run.created_by === tx.actor.id) refuse(makerAllowsNothing('runId'));
      if (run.content_hash !== contentHash) refuse(contentChanged('contentHash'));
      await tx.tx.query('insert into transactions.budget_exception (id, payment_run_id, content_hash, reason, allowed_by) values ($1, $2, $3, $4, $5)', [uuidv7(), runId, contentHash, reason, tx.actor.id]);
      await publish(tx, overBudgetAllowed, { id: runId });
      return { run: { id: runId } };
    });
  }
}
