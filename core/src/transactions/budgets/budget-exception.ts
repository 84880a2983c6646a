import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, Resolver } from 'type-graphql';
import { Node } from '../../kernel/schema/node.js';
import { Connection, Resource } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';
import { PaymentRun } from '../runs/payment-run.js';
import { byRun } from '../scope.js';

@Resource({
  description: 'That a run may go over its budget. Never changed.',
  table: 'transactions.budget_exception',
  prefix: 'budget_exception',
  read: 'transactions.budgets.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  many: 'budgetExceptions',
  scope: byRun('paymentRun'),
  seenWith: ['paymentRun'],
})
export class BudgetException extends Node {
  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: 'timestamptz', fieldName: 'created_at' })
  createdAt!: string;

  @Field(() => PaymentRun, { description: 'Which run.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'payment_run_id', type: 'uuid' })
  paymentRun!: Rel<PaymentRun>;

  @Field(() => String, { description: 'The `contentHash` of what it was allowed for.' })
  @Property({ type: 'text', fieldName: 'content_hash' })
  contentHash!: string;

  @Field(() => String, { description: 'Why.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'Who allowed it; never who created the run.' })
  @Property({ type: 'text', fieldName: 'allowed_by' })
  allowedBy!: string;
}

@Resolver(() => PaymentRun)
export class PaymentRunBudgetExceptions {
  @Connection(() => BudgetException, { mappedBy: 'paymentRun', permission: 'transactions.budgets.read', description: 'That it may go over its budget: one, or none.' })
  budgetExceptions!: unknown;
}
