import type { TxContext } from '../../kernel/write/transaction.js';
import { extensionPoint } from '../../kernel/module/extension-point.js';
import { facts, type ContributedFacts } from './contributed-facts.js';
import { ruleFunctions, type RuleFunctions } from './rule-facts.js';
import type { ParameterValues, RuleKind, TableVersions } from './rule-set.js';
import type { RuleModel } from './rule-model.js';

/** Kinds of rules that modules add to the core's. */
export const ruleKinds = extensionPoint<RuleKind>('programmes.rule-kinds', 'many', 'What the values of rules may be used for');

/** The core's own kinds. */
export const CORE_KINDS: readonly RuleKind[] = [
  { name: 'ELIGIBILITY', type: 'boolean', description: 'A condition that must hold. Where it does not, its code is the reason.' },
  { name: 'EXCLUSION', type: 'boolean', description: 'A condition that must not hold. Where it does, its code is the reason.' },
  { name: 'PRIORITY', type: 'number', description: 'Who comes first where places or budget are short: the higher.' },
  { name: 'AMOUNT', type: 'money', description: 'How much is due for a period.' },
  { name: 'FORMULA', description: 'A value that other rules use as rules.<code>.' },
];

/** Kinds of which a set has at most one rule. */
export const ONE_OF_KIND: ReadonlySet<string> = new Set(['PRIORITY', 'AMOUNT']);

/** All that rules may use. */
export interface Vocabulary {
  readonly model: RuleModel;
  readonly functions: RuleFunctions;
  /** What modules add to the facts, by the name under which it lies. */
  readonly contributed: ReadonlyMap<string, readonly ContributedFacts[]>;
  readonly parameters: ReadonlyMap<string, ParameterValues>;
  readonly tables: ReadonlyMap<string, TableVersions>;
  readonly kinds: ReadonlyMap<string, RuleKind>;
}

export interface VocabularyParts {
  readonly parameters?: readonly ParameterValues[];
  readonly tables?: readonly TableVersions[];
  /** Kinds that modules add. */
  readonly kinds?: readonly RuleKind[];
  /** Facts that modules add. */
  readonly facts?: ReadonlyMap<string, readonly ContributedFacts[]>;
}

/** @param model the facts; with `withoutMasked` for whoever may not use what is masked */
export function vocabularyOf(model: RuleModel, functions: RuleFunctions, { parameters = [], tables = [], kinds = [], facts: contributed = new Map() }: VocabularyParts = {}): Vocabulary {
  return {
    model, functions, contributed,
    parameters: new Map(parameters.map((each) => [each.code, each])),
    tables: new Map(tables.map((each) => [each.code, each])),
    kinds: new Map([...CORE_KINDS, ...kinds].map((each) => [each.name, each])),
  };
}

/** The vocabulary of a deployment for some rules: what its modules add is loaded. */
export async function loadVocabulary(ctx: TxContext, model: RuleModel, rules: readonly { readonly expression: string }[], parts: Pick<VocabularyParts, 'parameters' | 'tables'>): Promise<Vocabulary> {
  const functions = await ruleFunctions(ctx, rules.map(({ expression }) => expression).join('\n'));
  return vocabularyOf(model, functions, { ...parts, kinds: [...ctx.platform.extensions(ruleKinds).values()], facts: ctx.platform.extensions(facts) });
}
