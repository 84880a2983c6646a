import { digitsOf } from '../../kernel/schema/minor-digits.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { LockedProgramme } from '../lock-programme.js';
import { parameterSaysNothing, ruleInvalid, tableSaysNothing } from '../refusals.js';
import { lacksOn, problemsIn } from '../rules/compile-rules.js';
import type { Rule, RuleSet } from '../rules/rule-set.js';
import { rulesModel, type RuleModel } from '../rules/rule-model.js';
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

/** What rules name and that says nothing on a day. Values hold until the next, so what is said on the first day is said on all. */
export async function sayNothing(ctx: TxContext, programme: LockedProgramme, rules: readonly ProgrammeRuleInput[], day: string, path: string, proposed: boolean): Promise<readonly Refusal[]> {
  const [parameters, tables] = [await parametersInForce(ctx, programme.id), await tablesFor(ctx, programme.id)];
  const lacks = lacksOn(await loadVocabulary(ctx, ctx.platform.model, rules, { parameters, tables }), ruleSetOf(programme, rules), day);
  const awaited = lacks.length > 0 && proposed ? await proposedFor(ctx, programme.id, day) : new Set();
  return lacks.filter(({ what, code }) => !awaited.has(`${what} ${code}`)).map(({ rule, what, code }) =>
    (what === 'parameter' ? parameterSaysNothing : tableSaysNothing)(`${path}.${indexOf(rules, rule)}.expression`, { rule, code, day }));
}

/** What was proposed for a day or before and waits to be published. */
async function proposedFor(ctx: TxContext, programmeId: string, day: string): Promise<ReadonlySet<string>> {
  const { rows } = await ctx.tx.query<{ named: string }>(`
    select 'parameter ' || d.code as named from programmes.parameter_value v join programmes.parameter d on d.id = v.parameter_id where (d.programme_id = $1 or d.programme_id is null) and v.state = 'PROPOSED' and v.effective_from <= $2
    union select 'table ' || d.code from programmes.rule_table_version v join programmes.rule_table d on d.id = v.table_id where (d.programme_id = $1 or d.programme_id is null) and v.state = 'PROPOSED' and v.effective_from <= $2`, [programmeId, day]);
  return new Set(rows.map(({ named }) => named));
}

function indexOf(rules: readonly { readonly code: string }[], rule: string): number {
  return rules.findIndex(({ code }) => code === rule);
}
