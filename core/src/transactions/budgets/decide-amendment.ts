import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { inProgrammesOf } from '../../people/scope.js';
import { budgetAmended } from '../events.js';
import { amendmentDecided, amendmentNotFound, amendmentSecondPerson, budgetTooLow } from '../refusals.js';
import { BudgetAmendmentState } from './budget-amendment.js';
import { BudgetAmendmentDecideInput, BudgetPayload } from './budget-input.js';

@Resolver()
export class DecideBudgetAmendment {
  @Mutation(() => BudgetPayload, { description: 'Approves or rejects an amount for a budget that somebody else proposed.' })
  @Requires('transactions.budgets.approve')
  budgetAmendmentDecide(@Arg('input', () => BudgetAmendmentDecideInput, { description: 'Which amendment, and what.' }) input: BudgetAmendmentDecideInput, @Ctx() ctx: Context): Promise<BudgetPayload> {
    const constraints = { budget_amendment_second_person: amendmentSecondPerson('id'), budget_amendment_too_low: budgetTooLow('id'), budget_approved: budgetTooLow('id') };
    return write<BudgetPayload, BudgetAmendmentDecideInput>(ctx, { operation: 'budgetAmendmentDecide', input, constraints }, async (tx, { id, approve }) => {
      const { rows: [found] } = await ask<{ budget: string; state: BudgetAmendmentState; proposed_by: string }>(tx, sql`
        select a.budget_id as budget, a.state, a.proposed_by from transactions.budget_amendment a join transactions.budget b on b.id = a.budget_id
        where a.id = ${id}::uuid and ${inProgrammesOf(tx, sql`b.programme_id`)} for no key update of a`);
      if (!found) return refuse(amendmentNotFound('id'));
      if (found.state !== BudgetAmendmentState.PROPOSED) refuse(amendmentDecided('id', { state: found.state }));
      if (found.proposed_by === tx.actor.id) refuse(amendmentSecondPerson('id'));
      const state = approve ? BudgetAmendmentState.APPROVED : BudgetAmendmentState.REJECTED;
      await tx.tx.query('update transactions.budget_amendment set state = $2, decided_by = $3, decided_on = $4 where id = $1', [id, state, tx.actor.id, tx.today]);
      if (approve) await publish(tx, budgetAmended, { id: found.budget });
      return { budget: { id: found.budget }, amendment: { id } };
    });
  }
}
