import { digitsOf } from '../../kernel/schema/minor-digits.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { LockedProgramme } from '../lock-programme.js';
import { rulesModel } from '../programme-rule.js';
import { ruleInvalid } from '../refusals.js';
import { problemsIn } from '../rules/compile-rules.js';
import type { Rule, RuleSet } from '../rules/rule-set.js';
import type { RuleModel } from '../rules/types.js';
import { loadVocabulary } from '../rules/vocabulary.js';
import { textProblems } from '../texts.js';
import type { ProgrammeRuleInput } from './rule-input.js';
import { parametersInForce } from '../parameters/parameters-in-force.js';
import { tablesFor } from '../tables/tables-for.js';

/** The rules of a version as the engine takes them. */
export function ruleSetOf({ target, currency }: Pick<LockedProgramme, 'target' | 'currency'>, rules: readonly Rule[]): RuleSet {
  return { target, currency, minorDigits: digitsOf(currency), rules };
}

/** Everything that is wrong with the rules of a draft, with the path of each. */
export async function ruleProblems(ctx: TxContext, programme: LockedProgramme, rules: readonly ProgrammeRuleInput[], path: string, model: RuleModel = rulesModel(ctx)): Promise<readonly Refusal[]> {
  const [parameters, tables] = [await parametersInForce(ctx, programme.id), await tablesFor(ctx, programme.id)];
  const vocabulary = await loadVocabulary(ctx, model, rules, { parameters, tables });
  const problems = problemsIn(vocabulary, ruleSetOf(programme, rules));
  return [
    ...rules.flatMap(({ texts }, index) => textProblems(texts ?? [], `${path}.${index}.texts`)),
    ...problems.map(({ rule, line, column, message, hint }) => ruleInvalid(`${path}.${indexOf(rules, rule)}.expression`, {
      line, column, message: message.replace(/\.$/, ''), hint: hint ?? 'The facts are in the query `facts`.',
    })),
  ];
}

function indexOf(rules: readonly { readonly code: string }[], rule: string): number {
  return rules.findIndex(({ code }) => code === rule);
}
