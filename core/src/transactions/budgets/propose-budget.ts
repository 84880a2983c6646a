import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { inProgrammesOf } from '../../people/scope.js';
import { readFunder } from '../funders.js';
import { budgetAmountWrong, budgetCodeTaken, budgetDays, budgetNotFound, budgetsOverlap, programmeNotFound } from '../refusals.js';
import { BudgetAmendInput, BudgetCreateInput, BudgetPayload } from './budget-input.js';

/** The currency of what is found, and the amount with its digits. */
async function amountIn(ctx: TxContext, amount: string, of: Sql, none: Refusal): Promise<{ readonly currency: string; readonly exact: string; readonly sign: number }> {
  const { rows: [found] } = await ask<{ currency: string; exact: string; fits: boolean; sign: number }>(ctx, sql`
    select c.code as currency, round(${amount}::numeric, c.minor_digits)::text as exact, scale(trim_scale(${amount}::numeric)) <= c.minor_digits as fits, sign(${amount}::numeric)::int as sign
    from (${of}) its join transactions.currency c on c.code = its.currency`);
  if (!found) return refuse(none);
  if (!found.fits || found.sign === 0) refuse(budgetAmountWrong('amount', { currency: found.currency }));
  return found;
}

async function propose(ctx: TxContext, budgetId: string, given: { readonly exact: string; readonly currency: string; readonly reason: string }): Promise<{ readonly id: string }> {
  const id = uuidv7();
  await ctx.tx.query('insert into transactions.budget_amendment (id, budget_id, amount, currency, reason, proposed_by) values ($1, $2, $3, $4, $5, $6)', [id, budgetId, given.exact, given.currency, given.reason, ctx.actor.id]);
  return { id };
}

@Resolver()
export class ProposeBudget {
  @Mutation(() => BudgetPayload, { description: 'Creates a budget and proposes what it begins with, which another person approves. Budgets of a programme and funder have days of their own.' })
  @Requires('transactions.budgets.propose')
  budgetCreate(@Arg('input', () => BudgetCreateInput, { description: 'The budget.' }) input: BudgetCreateInput, @Ctx() ctx: Context): Promise<BudgetPayload> {
    const constraints = { budget_code_key: budgetCodeTaken('code'), budget_days: budgetDays('endsOn'), budget_apart: budgetsOverlap('startsOn') };
    return write<BudgetPayload, BudgetCreateInput>(ctx, { operation: 'budgetCreate', input, constraints }, async (tx, { code, programmeId, funderId, startsOn, endsOn, amount, reason }) => {
      const { currency, exact, sign } = await amountIn(tx, amount, sql`select p.currency from programmes.programme p where p.id = ${programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`, programmeNotFound('programmeId'));
      if (sign < 0) refuse(budgetAmountWrong('amount', { currency }));
      const id = uuidv7();
      await tx.tx.query('insert into transactions.budget (id, code, programme_id, funder_id, currency, starts_on, ends_on, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
        id, code, programmeId, await readFunder(tx, funderId), currency, startsOn, endsOn, tx.actor.id,
      ]);
      return { budget: { id }, amendment: await propose(tx, id, { exact, currency, reason }) };
    });
  }

  @Mutation(() => BudgetPayload, { description: 'Proposes to add to a budget or to take from it; another person decides.' })
  @Requires('transactions.budgets.propose')
  budgetAmend(@Arg('input', () => BudgetAmendInput, { description: 'Which budget, and how much.' }) input: BudgetAmendInput, @Ctx() ctx: Context): Promise<BudgetPayload> {
    return write<BudgetPayload, BudgetAmendInput>(ctx, { operation: 'budgetAmend', input }, async (tx, { budgetId, amount, reason }) => {
      const { currency, exact } = await amountIn(tx, amount, sql`select b.currency from transactions.budget b where b.id = ${budgetId}::uuid and ${inProgrammesOf(tx, sql`b.programme_id`)}`, budgetNotFound('budgetId'));
      return { budget: { id: budgetId }, amendment: await propose(tx, budgetId, { exact, currency, reason }) };
    });
  }
}
