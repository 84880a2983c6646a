import type { Sql } from '../kernel/read/sql.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { ProgrammeTarget } from './programme.js';
import { ruleInvalid } from './refusals.js';
import { compileRule, RuleError } from './rules/compile-rule.js';
import type { RuleModel } from './rules/types.js';
import { ruleFunctions } from './rules/rule-facts.js';

/** Permission to lay down rules that ask for what is masked: whoever is chosen by one is told apart by it. */
const USE_MASKED = 'programmes.rules.use-masked';

/** The model as whoever lays down a rule may use it; what was laid down once is evaluated with the whole. */
export function rulesModel({ platform, actor }: Pick<TxContext, 'platform' | 'actor'>): RuleModel {
  return actor.permissions.has(USE_MASKED) ? platform.model : { ...platform.model, withoutMasked: USE_MASKED };
}

/** A programme's eligibility rule as a predicate over a row of what it enrols. */
export async function eligibilityPredicate(ctx: TxContext, target: ProgrammeTarget, expression: string, row: Sql, model: RuleModel = ctx.platform.model): Promise<Sql> {
  const [name, type] = target === ProgrammeTarget.HOUSEHOLD ? ['household', 'Household'] as const : ['person', 'Person'] as const;
  return compileRule(model, name, type, expression, row, await ruleFunctions(ctx, expression));
}

/** Refuses an expression that doesn't compile, saying where and what was perhaps meant. */
export async function checkRule(path: string, compile: () => unknown): Promise<void> {
  try {
    await compile();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { at, message, hint } = error.problem;
    refuse(ruleInvalid(path, { line: 1, column: at + 1, message: message.replace(/\.$/, ''), hint: hint ?? 'The facts are the fields of the type, as GraphiQL shows them.' }));
  }
}
