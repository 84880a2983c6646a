import type { Area } from '../../people/area.js';
import { budgetAmended, overBudgetAllowed } from '../events.js';
import { AllowOverBudget } from './allow-over-budget.js';
import { BudgetAmendment } from './budget-amendment.js';
import { BudgetException, PaymentRunBudgetExceptions } from './budget-exception.js';
import { Budget } from './budget.js';
import { BudgetUse } from './budget-use.js';
import { DecideBudgetAmendment } from './decide-amendment.js';
import { ProposeBudget } from './propose-budget.js';

export const budgets: Area = {
  entities: [Budget, BudgetAmendment, BudgetUse, BudgetException],
  resolvers: [ProposeBudget, DecideBudgetAmendment, AllowOverBudget, PaymentRunBudgetExceptions],
  events: [budgetAmended, overBudgetAllowed],
};
