import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Node } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';
import { PaymentRun } from '../runs/payment-run.js';
import { byBudget } from './scope.js';
import { Budget } from './budget.js';

export enum BudgetUseKind {
  COMMITTED = 'COMMITTED',
  DRAWN = 'DRAWN',
  RELEASED = 'RELEASED',
}
registerEnumType(BudgetUseKind, {
  name: 'BudgetUseKind',
  description: 'What a run does to a budget.',
  valuesConfig: {
    COMMITTED: { description: 'Its approval promised it all that it pays.' },
    DRAWN: { description: 'Payments of it arrived. Less than nothing where one came back that had arrived.' },
    RELEASED: { description: 'Payments of it came back or were given up: others may have it.' },
  },
});

@Resource({
  description: 'What a run took of a budget, or gave back. Never changed.',
  table: 'transactions.budget_use',
  prefix: 'budget_use',
  read: 'transactions.budgets.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  many: 'budgetUses',
  scope: byBudget,
  seenWith: ['budget', 'paymentRun'],
})
export class BudgetUse extends Node {
  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: 'timestamptz', fieldName: 'created_at' })
  createdAt!: string;

  @Field(() => Budget, { description: 'Which budget.' })
  @ManyToOne(() => Budget, { fieldName: 'budget_id', type: 'uuid' })
  budget!: Rel<Budget>;

  @Field(() => PaymentRun, { description: 'Which run, of the same programme.' })
  @ManyToOne(() => PaymentRun, { fieldName: 'payment_run_id', type: 'uuid' })
  paymentRun!: Rel<PaymentRun>;

  @Field(() => BudgetUseKind, { description: 'What it did.' })
  @Property({ type: 'text' })
  kind!: BudgetUseKind;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much.' })
  amount!: unknown;
}
