import type { Platform } from '../kernel/platform.js';
import type { Sql } from '../kernel/read/sql.js';
import { refuse } from '../kernel/write/refusal.js';
import { ProgrammeTarget } from './programme.js';
import { ruleInvalid } from './refusals.js';
import { compileRule, RuleError } from './rules/compile-rule.js';

/** A programme's eligibility rule as a predicate over a row of what it enrols. */
export function eligibilityPredicate(platform: Platform, target: ProgrammeTarget, expression: string, row: Sql): Sql {
  const [name, type] = target === ProgrammeTarget.HOUSEHOLD ? ['household', 'Household'] as const : ['person', 'Person'] as const;
  return compileRule(platform.model, name, type, expression, row);
}

/** Refuses an expression that doesn't compile, saying where and what was perhaps meant. */
export function checkRule(path: string, compile: () => unknown): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const { at, message, hint } = error.problem;
    refuse(ruleInvalid(path, { at, message: message.replace(/\.$/, ''), hint: hint ?? 'The facts are the fields of the type, as GraphiQL shows them.' }));
  }
}
