import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { MoneyField, Resource } from '../../kernel/schema/resource.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { byBudget } from './scope.js';
import { Budget } from './budget.js';

export enum BudgetAmendmentState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
}
registerEnumType(BudgetAmendmentState, {
  name: 'BudgetAmendmentState',
  description: 'Where an amount for a budget stands.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for another person.' },
    APPROVED: { description: 'Counts. Final.' },
    REJECTED: { description: 'Does not count. Final.' },
  },
});

@Resource({
  description: 'An amount that is added to a budget or taken from it; the first is what the budget begins with. Proposed by one person, decided by another.',
  table: 'transactions.budget_amendment',
  prefix: 'budget_amendment',
  read: 'transactions.budgets.read',
  privacy: { sensitivity: 'internal', purpose: 'payments' },
  many: 'budgetAmendments',
  scope: byBudget,
  seenWith: ['budget'],
})
export class BudgetAmendment extends Versioned {
  @Field(() => Budget, { description: 'Which budget.' })
  @ManyToOne(() => Budget, { fieldName: 'budget_id', type: 'uuid' })
  budget!: Rel<Budget>;

  @Property({ type: 'numeric', fieldName: 'amount' })
  amountNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountNumber', currency: 'currency', description: 'How much is added; less than nothing is taken away.' })
  amount!: unknown;

  @Field(() => String, { description: 'Why, such as the decision of a parliament.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => BudgetAmendmentState, { description: 'Where it stands.' })
  @Property({ type: 'text' })
  state!: BudgetAmendmentState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who decided; never who proposed it.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'When it was decided.' })
  @Property({ type: 'date', fieldName: 'decided_on', nullable: true })
  decidedOn!: string | null;
}
